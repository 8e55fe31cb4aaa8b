package main

import (
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/passproof/passproof/mockpass/ca"
)

func newCA() *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:   "ca",
		Short: "Make a certificate authority for HTTPS, and say how to trust it",
		Long: `ca makes a certificate authority in a folder, unless there is one, and prints how
clients are told to trust it. mockpass serve --ca uses it.

Whoever has its key can pretend to be any host towards those who trust it: keep the
folder out of version control, and let only the process under test trust it.`,
		Example: `  mockpass ca
  mockpass ca --dir /var/lib/mockpass`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			full, err := filepath.Abs(dir)
			if err != nil {
				return err
			}
			authority, made, err := ca.Ensure(full, time.Now())
			if err != nil {
				return err
			}
			return instruct(cmd.OutOrStdout(), full, authority, made)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "mockpass-ca", "folder of the authority")
	return cmd
}

// instruct prints where an authority is and how to trust it.
func instruct(out io.Writer, dir string, authority *ca.Authority, made bool) error {
	state := "is there already"
	if made {
		state = "was made"
	}
	_, err := strings.NewReplacer(
		"{name}", authority.Name(), "{state}", state, "{until}", authority.NotAfter().Format(time.DateOnly),
		"{certificate}", quoted(filepath.Join(dir, ca.CertificateFile)), "{key}", filepath.Join(dir, ca.KeyFile), "{dir}", quoted(dir),
	).WriteString(out, instructions)
	return err
}

const instructions = `{name} {state}; it is valid until {until}.
certificate: {certificate}
private key: {key} (keep it secret)

Serve with it:
  mockpass serve --tls --listen 127.0.0.1:8443 --ca {dir}

Let a client trust it; each line is for one process or command:
  Go        export SSL_CERT_FILE={certificate}
  Node      export NODE_EXTRA_CA_CERTS={certificate}
  Python    export SSL_CERT_FILE={certificate} REQUESTS_CA_BUNDLE={certificate}
  Java      keytool -importcert -noprompt -alias mockpass -file {certificate} -keystore mockpass.p12 -storetype PKCS12 -storepass changeit
            export JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=mockpass.p12 -Djavax.net.ssl.trustStorePassword=changeit"
  curl      curl --cacert {certificate} https://127.0.0.1:8443/

SSL_CERT_FILE, REQUESTS_CA_BUNDLE and trustStore stand in place of the usual
authorities; a client that also calls hosts on the internet needs both in one file.
`

// quoted is a path as a shell takes it.
func quoted(path string) string {
	if strings.ContainsFunc(path, func(r rune) bool { return !strings.ContainsRune("/._-+:@%,", r) && !letter(r) }) {
		return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
	}
	return path
}

func letter(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}
