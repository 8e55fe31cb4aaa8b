package main

import (
	"debug/elf"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// build makes the program as `make image` does, for Linux.
func build(t testing.TB, system string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "mockpass")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return file
}

// TestBuilt: the program of the image needs nothing that an empty image lacks, and is
// small.
func TestBuilt(t *testing.T) {
	t.Parallel()
	file := build(t, "linux")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	const most = 25 << 20
	if info.Size() >= most {
		t.Errorf("it has %d bytes, and should have less than %d", info.Size(), most)
	}
	program, err := elf.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = program.Close() }()
	for _, p := range program.Progs {
		if p.Type == elf.PT_INTERP || p.Type == elf.PT_DYNAMIC {
			t.Errorf("it is linked dynamically: there is a segment %v", p.Type)
		}
	}
	t.Logf("%d bytes", info.Size())
}

// BenchmarkStart is the time from starting the program to its first answer.
func BenchmarkStart(b *testing.B) {
	file := build(b, runtime.GOOS)
	for b.Loop() {
		s := serveWith(b, file, "--listen", "127.0.0.1:0")
		if status, body := get(b, http.DefaultClient, s.urls[0]+"/api/v2/REF30/configuration"); status != http.StatusUnauthorized {
			b.Fatalf("status %d: %s", status, body)
		}
		b.StopTimer()
		s.end()
		b.StartTimer()
	}
}
