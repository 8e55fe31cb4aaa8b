package relay

import (
	"fmt"
	"net"
	"net/netip"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// localTable is the routing table of the kernel's own addresses.
const localTable = 255

// claim makes all addresses of a prefix those of this machine: whatever is sent to one of
// them arrives, and who asks in the network who has it gets an answer. It needs the right
// to administer the network namespace.
func claim(p netip.Prefix) error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("relay: no loopback: %w", err)
	}
	p = p.Masked()
	err = netlink.RouteReplace(&netlink.Route{
		LinkIndex: lo.Attrs().Index, Table: localTable, Type: unix.RTN_LOCAL, Scope: netlink.SCOPE_HOST,
		Dst: &net.IPNet{IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen())},
	})
	if err != nil {
		return fmt.Errorf("relay: the addresses %v cannot be had: %w", p, err)
	}
	return nil
}
