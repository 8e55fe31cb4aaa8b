package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "passproof",
		Short: "Certify a Programmer Service that uses Adobe Pass Authentication",
		Long: `passproof starts a Programmer Service, plays the streaming app, the browser and
Adobe Pass around it, and judges what the service did by the rules of Adobe's
public REST API V2 cookbook and checklist.

It is built from public documentation and is not affiliated with Adobe.`,
		Example: `  passproof init > passproof.yaml
  passproof run
  passproof lint traffic.har
  passproof rules AUTHN-POLL-INTERVAL`,
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(newRun(), newRules(), newInit(), newLint(), newScenario(), newVersion())
	return root
}

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Example: "  passproof version", Args: cobra.NoArgs,
		Run: func(cmd *cobra.Command, _ []string) { _, _ = fmt.Fprintln(cmd.OutOrStdout(), "passproof", version()) },
	}
}

// version is the module version or revision that the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}
