//go:build linux

package ground

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"
)

// Within becomes a command that has a resolv.conf of its own: it returns only if that
// cannot be. The process stays the same, so that signals and exit code are the command's.
func Within(resolv string, command []string) error {
	if len(command) == 0 {
		return errors.New("no command is named")
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	runtime.LockOSThread() // namespaces are a thread's; this one becomes the command
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("no mounts of its own can be had: %w", err)
	}
	if err := hide(resolv); err != nil {
		return err
	}
	return fmt.Errorf("%s: %w", program, unix.Exec(program, command, os.Environ()))
}

// hide puts a resolv.conf in place of the machine's, for this mount namespace alone, and
// takes away the other ways in which the C library could find names.
func hide(resolv string) error {
	// What others mount later shall be seen here, but not the other way round.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SLAVE, ""); err != nil {
		return fmt.Errorf("mounts cannot be made private: %w", err)
	}
	if err := bind(resolv, resolvConf); err != nil {
		return err
	}
	if err := onlyDNS(filepath.Dir(resolv)); err != nil {
		return err
	}
	for _, dir := range []string{"/run/nscd", "/var/run/nscd"} { // a cache of names, beside the service's own
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "size=4k"); err != nil {
				return fmt.Errorf("the cache of names in %s cannot be hidden: %w", dir, err)
			}
		}
	}
	return nil
}

// bind mounts a file over another. The place may be a symbolic link, as with
// systemd-resolved.
func bind(file, place string) error {
	at, err := filepath.EvalSymlinks(place)
	if err == nil {
		err = unix.Mount(file, at, "", unix.MS_BIND, "")
	}
	if err != nil {
		return fmt.Errorf("%s cannot be replaced for one process: %w", place, err)
	}
	return nil
}

const nsswitch = "/etc/nsswitch.conf"

// onlyDNS lets the C library ask files and name servers, where it would ask others besides,
// such as systemd-resolved, which does not read the resolv.conf of a process.
func onlyDNS(dir string) error {
	text, err := os.ReadFile(nsswitch)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // files and name servers are what it asks then
	}
	if err != nil {
		return err
	}
	plain, changed := plainHosts(string(text))
	if !changed {
		return nil
	}
	f, err := os.CreateTemp(dir, "nsswitch-")
	if err != nil {
		return err
	}
	_, err = f.WriteString(plain)
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	err = bind(f.Name(), nsswitch)
	return errors.Join(err, os.Remove(f.Name())) // the mount keeps it
}

// plainHosts makes the line of hosts say "files dns".
func plainHosts(text string) (plain string, changed bool) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		sources, ok := strings.CutPrefix(line, "hosts:")
		if sources, _, _ = strings.Cut(sources, "#"); !ok || strings.Join(strings.Fields(sources), " ") == "files dns" {
			continue
		}
		lines[i], changed = "hosts: files dns", true
	}
	return strings.Join(lines, "\n"), changed
}
