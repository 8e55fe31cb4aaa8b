//go:build !linux

package relay

import (
	"fmt"
	"net/netip"
)

func claim(p netip.Prefix) error {
	return fmt.Errorf("relay: the addresses %v cannot be had: only Linux gives them", p)
}
