// Package leftovers sees to it that nothing of a run outlives it, however it ends.
//
//	run, err := leftovers.Begin(program)  // removes also what dead runs have left
//	if err != nil {
//		return err
//	}
//	defer run.Close()
//	cmd.Env = append(os.Environ(), run.Mark())  // of all that is started
//	folder := filepath.Join(run.Folder, "state") // of all that is written
//
// A run has a folder for its files, a mark in the environment of its processes, and a name
// that labels what it has in a container engine. Beside it waits a sweeper, a process that
// hears of the end of the run by the end of a pipe, and then ends the processes, empties the
// engine and removes the folder. Should the sweeper be killed as well, as when the machine
// goes down, the next run does the same: a run holds a lock on its folder for as long as
// it, or its sweeper, lives.
package leftovers
