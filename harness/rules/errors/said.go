package errors

import (
	"fmt"
	"strings"

	"github.com/passproof/passproof/harness/rule"
	"github.com/passproof/passproof/mockpass/journal"
)

// actions are the enhanced error codes of REST API V2 with their actions
// (enhanced-error-codes#enhanced-error-codes-lists-rest-api-v2).
var actions = func() map[string]string {
	all := map[string]string{}
	for action, codes := range map[string]string{
		"none": `invalid_parameter_service_provider invalid_parameter_mvpd invalid_parameter_code invalid_parameter_resources
			invalid_parameter_redirect_url invalid_parameter_partner invalid_parameter_saml_response invalid_header_device_info
			invalid_header_device_identifier invalid_header_identity_for_temporary_access invalid_header_pfs_permission_access_not_present
			invalid_header_pfs_permission_access_not_determined invalid_header_pfs_permission_access_not_granted
			invalid_header_pfs_provider_id_not_determined invalid_header_pfs_provider_id_mismatch invalid_header_pfs_provider_info_expired
			invalid_integration invalid_authentication_session preauthorization_denied_by_mvpd authorization_denied_by_mvpd
			authorization_denied_by_parental_controls authorization_denied_by_degradation_rule internal_server_error`,
		"configuration": `too_many_resources invalid_configuration_user_metadata_certificate invalid_configuration_temporary_access
			invalid_configuration_platform invalid_configuration_platform_id invalid_configuration_platform_trait
			invalid_configuration_platform_category_trait invalid_configuration_platform_services invalid_configuration_mvpd_platform
			invalid_configuration_mvpd_platform_boarding_status invalid_configuration_mvpd_platform_profile_exchange`,
		"application-registration": `invalid_access_token_service_provider invalid_access_token_client_application`,
		"authentication": `authenticated_profile_missing authenticated_profile_expired authenticated_profile_invalidated
			temporary_access_duration_limit_exceeded temporary_access_resources_limit_exceeded authorization_denied_by_hba_policies
			authorization_denied_by_session_invalidated identity_not_recognized_by_mvpd`,
		"retry": `network_received_error network_connection_timeout maximum_execution_time_exceeded`,
	} {
		for _, code := range strings.Fields(codes) {
			all[code] = action
		}
	}
	return all
}()

// known tells whether a refusal is one of the documented: its code is listed and its
// action is one that there is. An action that is not the listed one counts as said.
func known(r rule.Refusal) bool {
	_, code := actions[r.Code]
	switch r.Action {
	case "none", "configuration", "application-registration", "authentication", "authorization", "retry":
		return code
	}
	return false
}

// refusals are the enhanced errors of an answer: that of the whole, or those of its items.
func refusals(x *journal.Exchange) []rule.Refusal {
	if r := rule.Refused(x); r.Code != "" {
		return []rule.Refusal{r}
	}
	var out []rule.Refusal
	for _, d := range rule.Decisions(x) {
		if d.Error.Code != "" {
			out = append(out, d.Error)
		}
	}
	return out
}

// bare tells an error status without an enhanced error. 401 and 429 have rules of
// their own.
func bare(x *journal.Exchange) bool {
	return x.Response.Status >= 400 && x.Response.Status != 401 && x.Response.Status != 429 && rule.Refused(x).Code == "" && registrationError(x) == ""
}

// registrationError is the one word of Dynamic Client Registration.
func registrationError(x *journal.Exchange) string {
	var body struct {
		Error string `json:"error"`
	}
	if x.Operation != "register" && x.Operation != "token" || x.Response.JSON(&body) != nil {
		return ""
	}
	return body.Error
}

// said is what Adobe Pass answered, in a few words.
func said(x *journal.Exchange) string {
	switch r := refusals(x); {
	case x.Response.Status == 0:
		return "nothing"
	case len(r) > 0 && x.Response.Status/100 == 2:
		return fmt.Sprintf("%s inside HTTP 200", r[0].Code)
	case len(r) > 0:
		return fmt.Sprintf("HTTP %d %s", x.Response.Status, r[0].Code)
	}
	return fmt.Sprintf("HTTP %d", x.Response.Status)
}
