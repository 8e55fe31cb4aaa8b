package rule

import "github.com/passproof/passproof/mockpass/journal"

// A Provider is one MVPD of a configuration answer
// (rest-api-v2-configuration-apis-retrieve-configuration-for-specific-service-provider#success).
type Provider struct {
	ID         string `json:"id"`
	Name       string `json:"displayName"`
	Logo       string `json:"logoUrl"`
	IsTempPass bool   `json:"isTempPass"`
}

// Providers are the MVPDs of a configuration answer in its order; nil for every other
// answer.
func Providers(x *journal.Exchange) []Provider {
	var body struct {
		Requestor struct {
			MVPDs []Provider `json:"mvpds"`
		} `json:"requestor"`
	}
	if x.Operation != "configuration" || x.Response.Status/100 != 2 || x.Response.JSON(&body) != nil {
		return nil
	}
	return body.Requestor.MVPDs
}
