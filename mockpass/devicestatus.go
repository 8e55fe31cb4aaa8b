package mockpass

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/passproof/passproof/mockpass/state"
	"github.com/passproof/passproof/specs"
)

// deviceAnswer describes the device of a session. Members without a value are
// null, as in the samples.
type deviceAnswer struct {
	Type            string          `json:"type"`
	Model           *string         `json:"model"`
	Version         *version        `json:"version"`
	Hardware        hardware        `json:"hardware"`
	OperatingSystem operatingSystem `json:"operatingSystem"`
	Browser         browserAnswer   `json:"browser"`
	Display         display         `json:"display"`
	ApplicationID   *string         `json:"applicationId"`
	Connection      connection      `json:"connection"`
}

type version struct {
	Major   int    `json:"major"`
	Minor   int    `json:"minor"`
	Patch   int    `json:"patch"`
	Profile string `json:"profile"`
}

type hardware struct {
	Name         *string  `json:"name"`
	Vendor       *string  `json:"vendor"`
	Version      *version `json:"version"`
	Manufacturer *string  `json:"manufacturer"`
}

type operatingSystem struct {
	Name    *string  `json:"name"`
	Family  *string  `json:"family"`
	Vendor  *string  `json:"vendor"`
	Version *version `json:"version"`
}

type browserAnswer struct {
	Name              *string  `json:"name"`
	Vendor            *string  `json:"vendor"`
	Version           *version `json:"version"`
	UserAgent         *string  `json:"userAgent"`
	OriginalUserAgent *string  `json:"originalUserAgent"`
}

type display struct {
	Width        int      `json:"width"`
	Height       int      `json:"height"`
	PPI          int      `json:"ppi"`
	Name         string   `json:"name"`
	Vendor       *string  `json:"vendor"`
	Version      *version `json:"version"`
	DiagonalSize *string  `json:"diagonalSize"`
}

type connection struct {
	IPAddress *string `json:"ipAddress"`
	Port      *string `json:"port"`
	Secure    bool    `json:"secure"`
	Type      *string `json:"type"`
}

// deviceInfo decodes an X-Device-Info; nil when it cannot be.
func deviceInfo(header string) []byte {
	text, err := specs.DecodeBase64(header)
	if err != nil || !json.Valid(text) {
		return nil
	}
	return text
}

// describeDevice puts together what X-Device-Info and User-Agent said when the
// session was created (rest-api-v2-appendix-headers-x-device-info).
func describeDevice(v state.Session) deviceAnswer {
	i := info{}
	_ = json.Unmarshal(v.Info, &i) // what is not an object tells nothing
	agent := orNull(v.UserAgent)
	if given := i.text("userAgent"); given != nil {
		agent = given
	}
	address := i.text("connectionIp")
	if address == nil {
		address = orNull(v.Address)
	}
	return deviceAnswer{
		Type: i.hardwareType(), Model: i.text("model"), Version: i.version("version"),
		Hardware: hardware{Name: i.text("model"), Vendor: i.text("vendor"), Version: i.version("version"), Manufacturer: i.text("manufacturer")},
		OperatingSystem: operatingSystem{
			Name: i.text("osName"), Family: i.text("osFamily"), Vendor: i.text("osVendor"), Version: i.version("osVersion"),
		},
		Browser: browserAnswer{
			Name: i.text("browserName"), Vendor: i.text("browserVendor"), Version: i.version("browserVersion"),
			UserAgent: agent, OriginalUserAgent: orNull(v.UserAgent),
		},
		Display: display{
			Width: i.number("displayWidth"), Height: i.number("displayHeight"), PPI: i.number("displayPpi"), Name: "DISPLAY",
			DiagonalSize: i.text("diagonalScreenSize"),
		},
		ApplicationID: i.text("applicationId"),
		Connection: connection{
			IPAddress: address, Port: i.text("connectionPort"), Secure: i.flag("connectionSecure"), Type: i.text("connectionType"),
		},
	}
}

// info is a decoded X-Device-Info. Numbers may be sent as text and the other way round.
type info map[string]any

func (i info) text(key string) *string {
	switch v := i[key].(type) {
	case nil:
		return nil
	case string:
		return orNull(v)
	default:
		t := fmt.Sprint(v)
		return &t
	}
}

func (i info) number(key string) int {
	if t := i.text(key); t != nil {
		n, _ := strconv.ParseFloat(*t, 64)
		return int(n)
	}
	return 0
}

func (i info) flag(key string) bool {
	t := i.text(key)
	return t != nil && strings.EqualFold(*t, "true")
}

func (i info) version(key string) *version {
	v := &version{}
	if t := i.text(key); t != nil {
		parts := strings.Split(*t, ".")
		for n, to := range []*int{&v.Major, &v.Minor, &v.Patch} {
			if n < len(parts) {
				*to, _ = strconv.Atoi(parts[n])
			}
		}
	}
	return v
}

// hardwareTypes are those that the documentation lists.
var hardwareTypes = "Camera DataCollectionTerminal Desktop EmbeddedNetworkModule eReader GamesConsole GeolocationTracker Glasses " +
	"MediaPlayer MobilePhone PaymentTerminal PluginModem SetTopBox TV Tablet WirelessHotspot Wristwatch VehicleMultimediaSystem Projector"

func (i info) hardwareType() string {
	t := i.text("primaryHardwareType")
	if t == nil {
		return "Unknown"
	}
	for known := range strings.FieldsSeq(hardwareTypes) {
		if known == *t {
			return known
		}
	}
	return "Unknown"
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
