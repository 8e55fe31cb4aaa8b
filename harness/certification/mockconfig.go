package certification

import (
	"github.com/passproof/passproof/harness/config"
	"github.com/passproof/passproof/mockpass"
)

func mockConfig(f *config.File) mockpass.Config { return mockpass.Config{} }
