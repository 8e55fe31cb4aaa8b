//go:build linux

package ground

import (
	"context"
	"fmt"
	"io"
	"net"

	"github.com/vishvananda/netlink"

	"github.com/passproof/passproof/harness/relay"
)

// Hold makes a network of the namespaces that it was started in, gives it a resolv.conf,
// and carries what connects to the harness's ports over a stream until that ends.
func Hold(ctx context.Context, resolv string, in io.ReadCloser, out io.WriteCloser) error {
	if err := hide(resolv); err != nil {
		return err
	}
	lo, err := netlink.LinkByName("lo")
	if err == nil {
		err = netlink.LinkSetUp(lo)
	}
	if err != nil {
		return fmt.Errorf("loopback cannot be used: %w", err)
	}
	_ = outward() // most clients do without
	return relay.Serve(ctx, &stream{in, out}, ports)
}

// outward gives the network an interface that is not loopback: some clients ask for no
// address of IPv4 where they see no such interface. It leads nowhere.
func outward() error {
	attributes := netlink.NewLinkAttrs()
	attributes.Name = "passproof0"
	pair := netlink.NewVeth(attributes)
	pair.PeerName = "passproof1"
	if err := netlink.LinkAdd(pair); err != nil {
		return err
	}
	address := &netlink.Addr{IPNet: &net.IPNet{IP: net.IPv4(192, 0, 2, 1), Mask: net.CIDRMask(30, 32)}}
	if err := netlink.AddrAdd(pair, address); err != nil {
		return err
	}
	for _, name := range []string{"passproof0", "passproof1"} {
		l, err := netlink.LinkByName(name)
		if err != nil {
			return err
		}
		if err := netlink.LinkSetUp(l); err != nil {
			return err
		}
	}
	return nil
}
