package mockpass

import (
	"cmp"
	"fmt"
	"time"
)

// Lifetimes say how long things are valid. Zero means the default.
type Lifetimes struct {
	AccessToken   Duration `json:"accessToken,omitempty" yaml:"accessToken,omitempty"`     // 6h: expires_in 21600
	Session       Duration `json:"session,omitempty" yaml:"session,omitempty"`             // 30m: authentication session and its code
	Profile       Duration `json:"profile,omitempty" yaml:"profile,omitempty"`             // 8760h: one year
	HomeBased     Duration `json:"homeBased,omitempty" yaml:"homeBased,omitempty"`         // 24h: profile of a viewer recognized at home
	Degraded      Duration `json:"degraded,omitempty" yaml:"degraded,omitempty"`           // 60s: profile under AuthNAll
	Authorization Duration `json:"authorization,omitempty" yaml:"authorization,omitempty"` // 76m: decision, permit or deny
	MediaToken    Duration `json:"mediaToken,omitempty" yaml:"mediaToken,omitempty"`       // 7m
}

// Duration is a time.Duration that files write as "30m".
type Duration time.Duration

// MarshalText implements encoding.TextMarshaler.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (d *Duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is not a duration; write it like 30m or 12s", text)
	}
	*d = Duration(v)
	return nil
}

// filled gives the lifetimes with defaults in place of zeros.
func (l Lifetimes) filled() Lifetimes {
	return Lifetimes{
		AccessToken:   cmp.Or(l.AccessToken, Duration(21600*time.Second)),
		Session:       cmp.Or(l.Session, Duration(30*time.Minute)),
		Profile:       cmp.Or(l.Profile, Duration(365*24*time.Hour)),
		HomeBased:     cmp.Or(l.HomeBased, Duration(24*time.Hour)),
		Degraded:      cmp.Or(l.Degraded, Duration(time.Minute)),
		Authorization: cmp.Or(l.Authorization, Duration(76*time.Minute)),
		MediaToken:    cmp.Or(l.MediaToken, Duration(7*time.Minute)),
	}
}
