package mockpass

import "crypto/rsa"

// Certificates encrypt user metadata for a programmer, who can change from one to the
// other while viewers stay signed in (user-metadata, encryption).
type Certificates struct {
	// Primary and Backup are RSA public keys or X.509 certificates in PEM. Both empty:
	// the primary one is the public half of [Config.Key].
	Primary string `json:"primary,omitempty" yaml:"primary,omitempty"`
	Backup  string `json:"backup,omitempty" yaml:"backup,omitempty"`
	// Use says which encrypts from now on: primary, backup or none. With none, a
	// profile with an attribute that must be encrypted is answered with
	// invalid_configuration_user_metadata_certificate. Empty: primary.
	Use string `json:"use,omitempty" yaml:"use,omitempty"`
}

// inUse reads the certificates and returns the key of the one in use, or nil.
func (c Certificates) inUse(where string, own *rsa.PublicKey) (*rsa.PublicKey, error) {
	keys := map[string]*rsa.PublicKey{}
	for name, text := range map[string]string{"primary": c.Primary, "backup": c.Backup} {
		if text == "" {
			continue
		}
		key, err := publicKey(text)
		if err != nil {
			return nil, misconfigured(where+"."+name, "%v", err)
		}
		keys[name] = key
	}
	if len(keys) == 0 {
		keys["primary"] = own
	}
	switch c.Use {
	case "none":
		return nil, nil //nolint:nilnil // to have none is a setting like the others
	case "", "primary", "backup":
		name := c.Use
		if name == "" {
			name = "primary"
		}
		if keys[name] == nil {
			return nil, misconfigured(where+".use", "there is no %s certificate; give one, or use none", name)
		}
		return keys[name], nil
	}
	return nil, misconfigured(where+".use", "it is %q; want primary, backup or none", c.Use)
}
