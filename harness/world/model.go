package world

import "maps"

// A Model is a kind of device, with the facts that it would put into X-Device-Info
// (rest-api-v2-appendix-headers-x-device-info#directives).
type Model struct {
	Kind string
	Info map[string]any
}

func (m Model) facts() map[string]any { return maps.Clone(m.Info) }

// The models. Scenarios that need a platform that nobody else uses name their own.
var (
	RokuTV = Model{"roku", map[string]any{
		"primaryHardwareType": "TV", "model": "5303X", "version": "1", "manufacturer": "TCL", "vendor": "TCL",
		"osName": "Roku OS", "osFamily": "Roku OS", "osVendor": "Roku", "osVersion": "14.5", "connectionType": "WiFi",
	}}
	AppleTV = Model{"appletv", map[string]any{
		"primaryHardwareType": "SetTopBox", "model": "AppleTV14,1", "version": "14,1", "manufacturer": "Apple", "vendor": "Apple",
		"osName": "tvOS", "osFamily": "tvOS", "osVendor": "Apple", "osVersion": "19.2", "connectionType": "LAN",
	}}
	AndroidPhone = Model{"phone", map[string]any{
		"primaryHardwareType": "MobilePhone", "model": "Pixel 9", "version": "9", "manufacturer": "Google", "vendor": "Google",
		"osName": "Android", "osFamily": "Android", "osVendor": "Google", "osVersion": "16", "connectionType": "5G",
	}}
	IPhone = Model{"iphone", map[string]any{
		"primaryHardwareType": "MobilePhone", "model": "iPhone18,1", "version": "18,1", "manufacturer": "Apple", "vendor": "Apple",
		"osName": "iOS", "osFamily": "iOS", "osVendor": "Apple", "osVersion": "19.2", "connectionType": "WiFi",
	}}
	LGTV = Model{"lg", map[string]any{
		"primaryHardwareType": "TV", "model": "OLED55C5", "version": "C5", "manufacturer": "LG", "vendor": "LG",
		"osName": "webOS", "osFamily": "webOS", "osVendor": "LG", "osVersion": "25", "connectionType": "WiFi",
	}}
	Tablet = Model{"tablet", map[string]any{
		"primaryHardwareType": "Tablet", "model": "iPad16,3", "version": "16,3", "manufacturer": "Apple", "vendor": "Apple",
		"osName": "iOS", "osFamily": "iOS", "osVendor": "Apple", "osVersion": "19.2", "connectionType": "WiFi",
	}}
	FireTV = Model{"firetv", map[string]any{
		"primaryHardwareType": "MediaPlayer", "model": "AFTKRT", "version": "1", "manufacturer": "Amazon", "vendor": "Amazon",
		"osName": "Android", "osFamily": "Android", "osVendor": "Amazon", "osVersion": "11", "connectionType": "WiFi",
	}}
	SamsungTV = Model{"samsung", map[string]any{
		"primaryHardwareType": "TV", "model": "QN65S95F", "version": "1", "manufacturer": "Samsung", "vendor": "Samsung",
		"osName": "Linux", "osFamily": "Tizen", "osVendor": "Samsung", "osVersion": "9.0", "connectionType": "LAN",
	}}
	Surface = Model{"surface", map[string]any{
		"primaryHardwareType": "Tablet", "model": "Surface Go 4", "version": "4", "manufacturer": "Microsoft", "vendor": "Microsoft",
		"osName": "Windows", "osFamily": "Windows", "osVendor": "Microsoft", "osVersion": "11", "connectionType": "WiFi",
	}}
	Console = Model{"console", map[string]any{
		"primaryHardwareType": "GamesConsole", "model": "CFI-7000", "version": "1", "manufacturer": "Sony", "vendor": "Sony",
		"osName": "OpenBSD", "osFamily": "PlayStation OS", "osVendor": "Sony", "osVersion": "12", "connectionType": "LAN",
	}}
)
