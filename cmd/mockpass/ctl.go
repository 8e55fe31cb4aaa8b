package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/control"
)

// ctl is what all commands below mockpass ctl share.
type ctl struct {
	url, token string
	json       bool
}

// newCtl makes mockpass ctl: the control API for people.
func newCtl() *cobra.Command {
	c := &ctl{}
	cmd := &cobra.Command{
		Use:   "ctl",
		Short: "Look into a running mock and steer it",
		Long: `ctl speaks to the control API of a running mockpass serve.

It finds the mock by --control, else by MOCKPASS_CONTROL, else at the address that
mockpass serve has by default. A token is taken from --token, else from MOCKPASS_TOKEN;
the environment is the better place, since other users can read command lines.

A device can be named by its id (AP-Device-Identifier, decoded), its address or its
client_id, wherever --device is.`,
		Example: `  mockpass ctl health
  mockpass ctl get sessions --device 192.0.2.7
  mockpass ctl complete AB12CD --account bob
  mockpass ctl direct --device 192.0.2.7 --operation authorize --error network_received_error --times 2
  mockpass ctl advance 30m
  MOCKPASS_CONTROL=http://127.0.0.1:9001 mockpass ctl get profiles --json`,
	}
	flags := cmd.PersistentFlags()
	flags.StringVar(&c.url, "control", "", "URL of the control API (default MOCKPASS_CONTROL, else http://127.0.0.1:8081)")
	flags.StringVar(&c.token, "token", "", "token that the control API asks for (default MOCKPASS_TOKEN)")
	flags.BoolVar(&c.json, "json", false, "write JSON instead of text for people")
	cmd.AddCommand(
		c.newHealth(), c.newGet(), c.newSeed(),
		c.newExpire(), c.newInvalidate(), c.newRevoke(), c.newApprove(), c.newDisable(), c.newEnable(),
		c.newDegrade(), c.newRestore(),
		c.newTime(), c.newAdvance(), c.newReset(),
		c.newDirect(), c.newWithdraw(),
		c.newComplete(), c.newDecline(), c.newStatement(), c.newFramework(),
		c.newJournal(), c.newHAR(),
	)
	return cmd
}

// client is one for the mock that the flags or the environment name.
func (c *ctl) client() (*control.Client, error) {
	at, from := c.url, "--control"
	if at == "" {
		at, from = os.Getenv("MOCKPASS_CONTROL"), "MOCKPASS_CONTROL"
	}
	if at == "" {
		at = "http://127.0.0.1:8081"
	}
	u, err := url.Parse(at)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, fmt.Errorf("%s is %q; want a URL such as http://127.0.0.1:8081", from, at)
	}
	token := c.token
	if token == "" {
		token = os.Getenv("MOCKPASS_TOKEN")
	}
	return &control.Client{URL: u.Scheme + "://" + u.Host, Token: token, HTTP: &http.Client{}}, nil
}

// show writes a value as JSON, or lets text write it for people.
func (c *ctl) show(cmd *cobra.Command, value any, text func(io.Writer)) error {
	if !c.json {
		text(cmd.OutOrStdout())
		return nil
	}
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}

// done tells that something was done that has no answer of its own.
func (c *ctl) done(cmd *cobra.Command, format string, args ...any) error {
	text := fmt.Sprintf(format, args...)
	return c.show(cmd, map[string]string{"done": text}, func(w io.Writer) { _, _ = fmt.Fprintln(w, text) })
}

// asked makes an error of the control API one for the terminal.
func asked(err error) error {
	var refused *control.Error
	if errors.As(err, &refused) {
		return refused
	}
	return err
}

func (c *ctl) newHealth() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Tell whether the mock is up",
		Example: `  mockpass ctl health
  mockpass ctl health --json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			client, err := c.client()
			if err != nil {
				return err
			}
			h, err := client.Health(cmd.Context())
			if err != nil {
				return asked(err)
			}
			return c.show(cmd, h, func(w io.Writer) {
				_, _ = fmt.Fprintf(w, "%s; it is %s; the journal has %d entries, %d were lost\n", h.Status, h.Now.UTC().Format(time.RFC3339), h.Entries, h.Dropped)
			})
		},
	}
}
