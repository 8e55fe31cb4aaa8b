// Package headers holds the rules about parameters and headers: who asks, for which
// device, from where.
package headers

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	Authorization, APDeviceIdentifier, XDeviceInfo, EveryRequest, DeviceIDStable, DeviceIDActual,
	XDIKeys, XDIActual, XDIConnection, XForwardedFor, XForwardedForActual, DeviceIsolation,
	ContentType, Accept, OnlyExpected, VisitorID, OpenAPIConformance, TolerantReader,
}
