package world

import (
	"fmt"
	"net/netip"
)

// A place is what tells one device from all others of a run.
type place struct {
	number  int // counts all devices that the run could have
	address netip.Addr
	port    int
}

// devicesNet is set aside for measuring devices in a network of one's own (RFC 2544,
// appendix C.2.2): nobody's, and large enough for one /24 a scenario, which the ranges
// for documentation are not.
var devicesNet = netip.MustParsePrefix("198.18.0.0/15")

// Seats is how many scenarios of one run can be kept apart: the /24 in the network.
const Seats = 512

const (
	mostDevices = 254 // what a /24 holds without the addresses that end in 0 and 255
	firstPort   = 40000
	mostPorts   = 25000 // from there on, below 65536
)

// placeOf is the place of the n-th device of the scenario in a seat, both counted from 0.
// The port is that of an app's connection; it need not be unique beside the address.
func placeOf(seat, n int) (place, error) {
	if seat < 0 || seat >= Seats {
		return place{}, fmt.Errorf("the scenario sits in seat %d and there are addresses for %d scenarios; play fewer in one run", seat, Seats)
	}
	if n < 0 || n >= mostDevices {
		return place{}, fmt.Errorf("the scenario has its %d devices already and there are no more addresses for it; split the scenario", mostDevices)
	}
	base := devicesNet.Addr().As4()
	number := seat*mostDevices + n
	return place{
		number:  number,
		address: netip.AddrFrom4([4]byte{base[0], base[1] + byte(seat>>8), byte(seat), byte(n + 1)}),
		port:    firstPort + number%mostPorts,
	}, nil
}
