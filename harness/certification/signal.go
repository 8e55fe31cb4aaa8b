package certification

import "syscall"

// terminate asks a worker to end; it withdraws its directions first.
const terminate = syscall.SIGTERM
