package inventory

// DefaultLimit is how many items a list has unless the selection says otherwise.
const DefaultLimit = 1000

// MaxLimit is how many items a list can have.
const MaxLimit = 100_000

// A Selection picks entities. Every field that is set must hold; a field that says
// nothing about a kind of entity picks none of them: no MVPD has a device.
type Selection struct {
	ServiceProvider string `json:"serviceProvider,omitempty"`
	MVPD            string `json:"mvpd,omitempty"`
	// Device is any name by which directions can mean a device: its decoded
	// AP-Device-Identifier, its address, or its client_id.
	Device      string `json:"device,omitempty"`
	Client      string `json:"client,omitempty"`      // client_id
	Application string `json:"application,omitempty"` // id of a registered application
	Code        string `json:"code,omitempty"`        // authentication code
	Limit       int    `json:"limit,omitempty"`       // items told at most; 0: DefaultLimit; more than MaxLimit are not told
	Secrets     bool   `json:"secrets,omitempty"`     // tell client secrets and access tokens too
}

// A List is what a selection has picked. Configured things come in the order of the
// configuration, the others newest first.
type List[T any] struct {
	Items []T `json:"items"`
	Total int `json:"total"` // how many there are, those included that the limit cut off
}

// Cut is a list of the first items of all, as many as the selection wants.
func Cut[T any](s Selection, all []T) List[T] {
	limit := s.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	list := List[T]{Items: all[:min(len(all), limit, MaxLimit)], Total: len(all)}
	if list.Items == nil {
		list.Items = []T{}
	}
	return list
}

// All tells whether the selection picks everything.
func (s Selection) All() bool {
	return s == Selection{Limit: s.Limit, Secrets: s.Secrets}
}
