package errand

import (
	"errors"
	"fmt"
	"net/netip"
	"os"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/harness/leftovers"
	"github.com/passproof/passproof/harness/relay"
	"github.com/passproof/passproof/harness/subject/container"
)

// newRelay is what runs in the companion of a service in a container.
func newRelay() *cobra.Command {
	var tcp, udp []uint
	var addresses string
	cmd := &cobra.Command{
		Use: container.Command, Hidden: true, Args: cobra.NoArgs,
		Short: "Relay a network over standard input and output; started by run",
		RunE: func(cmd *cobra.Command, _ []string) error {
			ports := relay.Ports{TCP: numbers(tcp), UDP: numbers(udp)}
			if addresses != "" {
				var err error
				if ports.Claim, err = netip.ParsePrefix(addresses); err != nil {
					return fmt.Errorf("--claim: %w", err)
				}
			}
			return relay.Serve(cmd.Context(), standard{}, ports)
		},
	}
	cmd.Flags().UintSliceVar(&tcp, "tcp", nil, "ports for connections (repeatable)")
	cmd.Flags().UintSliceVar(&udp, "udp", nil, "ports for datagrams (repeatable)")
	cmd.Flags().StringVar(&addresses, "claim", "", "addresses that become those of the relay (a prefix)")
	return cmd
}

func numbers(ports []uint) []uint16 {
	var out []uint16
	for _, p := range ports {
		out = append(out, uint16(p))
	}
	return out
}

// standard is standard input and output as one stream.
type standard struct{}

func (standard) Read(p []byte) (int, error)  { return os.Stdin.Read(p) }
func (standard) Write(p []byte) (int, error) { return os.Stdout.Write(p) }

// Close ends both.
func (standard) Close() error { return errors.Join(os.Stdin.Close(), os.Stdout.Close()) }

// newSweep is what a run starts, and what is left when that is killed.
func newSweep() *cobra.Command {
	return &cobra.Command{
		Use: leftovers.Command + " FOLDER", Hidden: true, Args: cobra.ExactArgs(1),
		Short: "Clean up after a run whose process was killed; started by run",
		RunE: func(cmd *cobra.Command, args []string) error {
			return leftovers.Sweep(cmd.Context(), args[0], cmd.InOrStdin(), container.Sweep)
		},
	}
}
