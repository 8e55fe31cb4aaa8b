package container

import (
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"

	"github.com/passproof/passproof/harness/subject"
)

// Program finds a passproof that runs in an empty container of an architecture ("amd64"):
// self, or a file "passproof-linux-amd64" beside it.
func Program(self, architecture string) (string, error) {
	beside := filepath.Join(filepath.Dir(self), "passproof-linux-"+architecture)
	selfErr := alone(self, architecture)
	if selfErr == nil {
		return self, nil
	}
	if err := alone(beside, architecture); err == nil {
		return beside, nil
	} else if !os.IsNotExist(err) {
		return "", &subject.StartError{What: err.Error(), Remedy: "put the passproof for Linux there that was released with this one"}
	}
	return "", &subject.StartError{What: fmt.Sprintf("passproof goes into a container beside the service, and this one cannot: %v", selfErr),
		Remedy: fmt.Sprintf("build it with CGO_ENABLED=0, or put one for Linux beside it as %s", filepath.Base(beside))}
}

// machines are the architectures of engines, as programs for Linux name them.
var machines = map[string]elf.Machine{
	"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64, "arm": elf.EM_ARM, "386": elf.EM_386,
	"ppc64le": elf.EM_PPC64, "s390x": elf.EM_S390, "riscv64": elf.EM_RISCV,
}

// alone tells whether a program needs nothing but Linux on that architecture.
func alone(path, architecture string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	f, err := elf.Open(path)
	if err != nil {
		return fmt.Errorf("%s is no program for Linux", path)
	}
	defer func() { _ = f.Close() }()
	if want, ok := machines[architecture]; !ok || f.Machine != want {
		return fmt.Errorf("%s is for %v, and the engine runs %s", path, f.Machine, architecture)
	}
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			return fmt.Errorf("%s needs the C library", path)
		}
	}
	return nil
}

// architectureOf is how Go names what the kernel calls the machine.
func architectureOf(machine string) string {
	for name, aliases := range map[string][]string{
		"amd64": {"x86_64"}, "arm64": {"aarch64"}, "arm": {"armv7l", "armv6l", "armv8l"}, "386": {"i686", "i386"},
	} {
		for _, alias := range aliases {
			if machine == alias {
				return name
			}
		}
	}
	return machine
}
