package reference

import (
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// A record is what the service keeps of a device over restarts.
type record struct {
	ClientID     string    `json:"clientId,omitempty"`
	ClientSecret string    `json:"clientSecret,omitempty"`
	Token        string    `json:"token,omitempty"`
	TokenUntil   time.Time `json:"tokenUntil,omitzero"` // when the token is replaced
	MVPD         string    `json:"mvpd,omitempty"`      // remembered over logout and expiry
	Picked       *provider `json:"picked,omitempty"`    // what the user saw of it when it was picked
	Profile      *profile  `json:"profile,omitempty"`
	User         string    `json:"user,omitempty"` // whose profile that is, where our identity service knows the user
}

// A profile is what the service keeps of an authenticated profile.
type profile struct {
	MVPD       string         `json:"mvpd"`
	Type       string         `json:"type,omitempty"`
	NotAfter   time.Time      `json:"notAfter"`
	Attributes map[string]any `json:"attributes,omitempty"`
	Refreshed  bool           `json:"refreshed,omitempty"` // it was looked at again after an authorization
}

var devices = []byte("devices")

// store keeps records in an embedded database.
type store struct{ db *bolt.DB }

func openStore(file string) (*store, error) {
	db, err := bolt.Open(file, 0o600, &bolt.Options{Timeout: 5 * time.Second})
	if err != nil {
		return nil, fmt.Errorf("reference: state file %s: %w", file, err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(devices)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reference: state file %s: %w", file, err)
	}
	return &store{db}, nil
}

func (s *store) load(id string) (r record, err error) {
	err = s.db.View(func(tx *bolt.Tx) error {
		if text := tx.Bucket(devices).Get([]byte(id)); text != nil {
			return json.Unmarshal(text, &r)
		}
		return nil
	})
	return r, err
}

func (s *store) save(id string, r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	// Batch lets many devices share one write to the disk.
	return s.db.Batch(func(tx *bolt.Tx) error { return tx.Bucket(devices).Put([]byte(id), text) })
}
