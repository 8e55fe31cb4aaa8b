// Package configfile reads the configuration of a mock from a YAML file, and again
// when the file changes.
//
//	var pass *mockpass.Server
//	err := configfile.Read("mockpass.yaml", func(c mockpass.Config) (err error) {
//		pass, err = mockpass.New(c)
//		return err
//	})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // mockpass.yaml:12: mvpds[0].idd: no such key; did you mean id?
//	}
//
// The keys are those of [mockpass.Config]; [Default] is a file with all of them,
// which says what they mean and changes nothing. Mistakes come all at once, each with
// its line, as [Problems]: what is no YAML, what has no such key or another type, and
// what the mock itself refuses.
//
// Anchors, aliases and tags of YAML are refused: a configuration needs none, and a few
// lines of them can stand for gigabytes. JSON is YAML, so a JSON file will do as well.
package configfile
