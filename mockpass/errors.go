package mockpass

// The enhanced error codes of REST API V2, grouped by the action that each asks
// for (enhanced-error-codes#enhanced-error-codes-lists-rest-api-v2).

// Nothing but another request helps.
var (
	ErrInvalidParameterServiceProvider               = &Error{Status: 400, Code: "invalid_parameter_service_provider", Action: "none", Message: "There is no service provider of this name."}
	ErrInvalidParameterMVPD                          = &Error{Status: 400, Code: "invalid_parameter_mvpd", Action: "none", Message: "There is no MVPD of this name."}
	ErrInvalidParameterCode                          = &Error{Status: 400, Code: "invalid_parameter_code", Action: "none", Message: "The code is absent or does not look like an authentication code."}
	ErrInvalidParameterResources                     = &Error{Status: 400, Code: "invalid_parameter_resources", Action: "none", Message: "The list of resources is absent, empty or unreadable."}
	ErrInvalidParameterRedirectURL                   = &Error{Status: 400, Code: "invalid_parameter_redirect_url", Action: "none", Message: "The redirect URL is absent or not an absolute URL."}
	ErrInvalidParameterPartner                       = &Error{Status: 400, Code: "invalid_parameter_partner", Action: "none", Message: "There is no partner of this name."}
	ErrInvalidParameterSAMLResponse                  = &Error{Status: 400, Code: "invalid_parameter_saml_response", Action: "none", Message: "The SAML response is absent, unreadable or was rejected."}
	ErrInvalidHeaderDeviceInfo                       = &Error{Status: 400, Code: "invalid_header_device_info", Action: "none", Message: "The X-Device-Info header is absent or unreadable."}
	ErrInvalidHeaderDeviceIdentifier                 = &Error{Status: 400, Code: "invalid_header_device_identifier", Action: "none", Message: "The AP-Device-Identifier header is absent or unreadable."}
	ErrInvalidHeaderIdentityForTemporaryAccess       = &Error{Status: 400, Code: "invalid_header_identity_for_temporary_access", Action: "none", Message: "The AP-TempPass-Identity header is absent or unreadable."}
	ErrInvalidHeaderPFSPermissionAccessNotPresent    = &Error{Status: 400, Code: "invalid_header_pfs_permission_access_not_present", Action: "none", Message: "The partner framework status does not tell the access status."}
	ErrInvalidHeaderPFSPermissionAccessNotDetermined = &Error{Status: 400, Code: "invalid_header_pfs_permission_access_not_determined", Action: "none", Message: "According to the partner framework status, access was not determined yet."}
	ErrInvalidHeaderPFSPermissionAccessNotGranted    = &Error{Status: 400, Code: "invalid_header_pfs_permission_access_not_granted", Action: "none", Message: "According to the partner framework status, access was not granted."}
	ErrInvalidHeaderPFSProviderIDNotDetermined       = &Error{Status: 400, Code: "invalid_header_pfs_provider_id_not_determined", Action: "none", Message: "The provider of the partner framework status belongs to no MVPD."}
	ErrInvalidHeaderPFSProviderIDMismatch            = &Error{Status: 400, Code: "invalid_header_pfs_provider_id_mismatch", Action: "none", Message: "The provider of the partner framework status belongs to another MVPD."}
	ErrInvalidHeaderPFSProviderInfoExpired           = &Error{Status: 400, Code: "invalid_header_pfs_provider_info_expired", Action: "none", Message: "The provider information of the partner framework status is out of date."}
	ErrInvalidIntegration                            = &Error{Status: 400, Code: "invalid_integration", Action: "none", Message: "The service provider has no active integration with this MVPD."}
	ErrInvalidAuthenticationSession                  = &Error{Status: 400, Code: "invalid_authentication_session", Action: "none", Message: "There is no live authentication session for this code."}
	ErrPreauthorizationDeniedByMVPD                  = &Error{Status: 403, Code: "preauthorization_denied_by_mvpd", Action: "none", Message: "The MVPD said no when asked for preauthorization of the resource."}
	ErrAuthorizationDeniedByMVPD                     = &Error{Status: 403, Code: "authorization_denied_by_mvpd", Action: "none", Message: "The MVPD said no when asked for authorization of the resource."}
	ErrAuthorizationDeniedByParentalControls         = &Error{Status: 403, Code: "authorization_denied_by_parental_controls", Action: "none", Message: "Parental controls keep the viewer from the resource."}
	ErrAuthorizationDeniedByDegradationRule          = &Error{Status: 403, Code: "authorization_denied_by_degradation_rule", Action: "none", Message: "A degradation rule denies all resources for now."}
	ErrInternalServerError                           = &Error{Status: 500, Code: "internal_server_error", Action: "none", Message: "Something failed within the server."}
)

// Somebody has to change the configuration.
var (
	ErrTooManyResources                                = &Error{Status: 403, Code: "too_many_resources", Action: "configuration", Message: "The request names more resources than were agreed on."}
	ErrInvalidConfigurationUserMetadataCertificate     = &Error{Status: 500, Code: "invalid_configuration_user_metadata_certificate", Action: "configuration", Message: "The certificate for user metadata is absent or unusable."}
	ErrInvalidConfigurationTemporaryAccess             = &Error{Status: 500, Code: "invalid_configuration_temporary_access", Action: "configuration", Message: "Temporary access is configured wrongly."}
	ErrInvalidConfigurationPlatform                    = &Error{Status: 500, Code: "invalid_configuration_platform", Action: "configuration", Message: "The platform is configured wrongly for the integration."}
	ErrInvalidConfigurationPlatformID                  = &Error{Status: 500, Code: "invalid_configuration_platform_id", Action: "configuration", Message: "The id of the platform is configured wrongly."}
	ErrInvalidConfigurationPlatformTrait               = &Error{Status: 500, Code: "invalid_configuration_platform_trait", Action: "configuration", Message: "A trait of the platform is configured wrongly."}
	ErrInvalidConfigurationPlatformCategoryTrait       = &Error{Status: 500, Code: "invalid_configuration_platform_category_trait", Action: "configuration", Message: "A trait of the platform category is configured wrongly."}
	ErrInvalidConfigurationPlatformServices            = &Error{Status: 500, Code: "invalid_configuration_platform_services", Action: "configuration", Message: "The platform services are configured wrongly for the integration."}
	ErrInvalidConfigurationMVPDPlatform                = &Error{Status: 500, Code: "invalid_configuration_mvpd_platform", Action: "configuration", Message: "The platform is configured wrongly for the MVPD."}
	ErrInvalidConfigurationMVPDPlatformBoardingStatus  = &Error{Status: 500, Code: "invalid_configuration_mvpd_platform_boarding_status", Action: "configuration", Message: "The boarding status of the MVPD on the platform is configured wrongly."}
	ErrInvalidConfigurationMVPDPlatformProfileExchange = &Error{Status: 500, Code: "invalid_configuration_mvpd_platform_profile_exchange", Action: "configuration", Message: "The profile exchange of the MVPD on the platform is configured wrongly."}
)

// The client has to register again, or to get another access token.
var (
	ErrInvalidAccessTokenServiceProvider   = &Error{Status: 401, Code: "invalid_access_token_service_provider", Action: "application-registration", Message: "The access token does not hold for this service provider."}
	ErrInvalidAccessTokenClientApplication = &Error{Status: 401, Code: "invalid_access_token_client_application", Action: "application-registration", Message: "The access token is absent, unusable, expired or of a client that is not known."}
)

// The viewer has to sign in again.
var (
	ErrAuthenticatedProfileMissing             = &Error{Status: 403, Code: "authenticated_profile_missing", Action: "authentication", Message: "The device has no profile for this MVPD."}
	ErrAuthenticatedProfileExpired             = &Error{Status: 403, Code: "authenticated_profile_expired", Action: "authentication", Message: "The profile of the device for this MVPD has expired."}
	ErrAuthenticatedProfileInvalidated         = &Error{Status: 403, Code: "authenticated_profile_invalidated", Action: "authentication", Message: "The profile of the device for this MVPD was withdrawn."}
	ErrTemporaryAccessDurationLimitExceeded    = &Error{Status: 403, Code: "temporary_access_duration_limit_exceeded", Action: "authentication", Message: "The time of temporary access is used up."}
	ErrTemporaryAccessResourcesLimitExceeded   = &Error{Status: 403, Code: "temporary_access_resources_limit_exceeded", Action: "authentication", Message: "The resources of temporary access are used up."}
	ErrAuthorizationDeniedByHBAPolicies        = &Error{Status: 403, Code: "authorization_denied_by_hba_policies", Action: "authentication", Message: "The rules of home-based authentication keep the viewer from the resource."}
	ErrAuthorizationDeniedBySessionInvalidated = &Error{Status: 403, Code: "authorization_denied_by_session_invalidated", Action: "authentication", Message: "The MVPD has ended the session of the viewer."}
	ErrIdentityNotRecognizedByMVPD             = &Error{Status: 403, Code: "identity_not_recognized_by_mvpd", Action: "authentication", Message: "The MVPD does not know the viewer."}
)

// The client may try again.
var (
	ErrNetworkReceivedError         = &Error{Status: 403, Code: "network_received_error", Action: "retry", Message: "The answer of the MVPD could not be read."}
	ErrNetworkConnectionTimeout     = &Error{Status: 403, Code: "network_connection_timeout", Action: "retry", Message: "The MVPD could not be reached in time."}
	ErrMaximumExecutionTimeExceeded = &Error{Status: 403, Code: "maximum_execution_time_exceeded", Action: "retry", Message: "The request took longer than it may."}
)

// The errors of Dynamic Client Registration. Their answers hold the code alone
// (dynamic-client-registration-apis-retrieve-client-credentials,
// dynamic-client-registration-apis-retrieve-access-token).
var (
	ErrInvalidRequest              = &Error{Status: 400, Code: "invalid_request", Message: "A parameter is missing, repeated, unsupported or unreadable."}
	ErrInvalidRedirectURI          = &Error{Status: 400, Code: "invalid_redirect_uri", Message: "The redirect URI is not one of the application."}
	ErrInvalidSoftwareStatement    = &Error{Status: 400, Code: "invalid_software_statement", Message: "The software statement is not one that this server signed."}
	ErrUnapprovedSoftwareStatement = &Error{Status: 400, Code: "unapproved_software_statement", Message: "The software statement is not approved any more."}
	ErrInvalidClient               = &Error{Status: 400, Code: "invalid_client", Message: "The client credentials are not valid."}
	ErrUnauthorizedClient          = &Error{Status: 400, Code: "unauthorized_client", Message: "The client may not use this grant."}
	ErrUnsupportedGrantType        = &Error{Status: 400, Code: "unsupported_grant_type", Message: "The server does not know this grant."}
)

// EnhancedErrors are all enhanced errors of REST API V2 in the order of the documentation.
func EnhancedErrors() []*Error {
	return []*Error{
		ErrInvalidParameterServiceProvider,
		ErrInvalidParameterMVPD,
		ErrInvalidParameterCode,
		ErrInvalidParameterResources,
		ErrInvalidParameterRedirectURL,
		ErrInvalidParameterPartner,
		ErrInvalidParameterSAMLResponse,
		ErrInvalidHeaderDeviceInfo,
		ErrInvalidHeaderDeviceIdentifier,
		ErrInvalidHeaderIdentityForTemporaryAccess,
		ErrInvalidHeaderPFSPermissionAccessNotPresent,
		ErrInvalidHeaderPFSPermissionAccessNotDetermined,
		ErrInvalidHeaderPFSPermissionAccessNotGranted,
		ErrInvalidHeaderPFSProviderIDNotDetermined,
		ErrInvalidHeaderPFSProviderIDMismatch,
		ErrInvalidHeaderPFSProviderInfoExpired,
		ErrInvalidIntegration,
		ErrInvalidAuthenticationSession,
		ErrPreauthorizationDeniedByMVPD,
		ErrAuthorizationDeniedByMVPD,
		ErrAuthorizationDeniedByParentalControls,
		ErrAuthorizationDeniedByDegradationRule,
		ErrInternalServerError,
		ErrTooManyResources,
		ErrInvalidConfigurationUserMetadataCertificate,
		ErrInvalidConfigurationTemporaryAccess,
		ErrInvalidConfigurationPlatform,
		ErrInvalidConfigurationPlatformID,
		ErrInvalidConfigurationPlatformTrait,
		ErrInvalidConfigurationPlatformCategoryTrait,
		ErrInvalidConfigurationPlatformServices,
		ErrInvalidConfigurationMVPDPlatform,
		ErrInvalidConfigurationMVPDPlatformBoardingStatus,
		ErrInvalidConfigurationMVPDPlatformProfileExchange,
		ErrInvalidAccessTokenServiceProvider,
		ErrInvalidAccessTokenClientApplication,
		ErrAuthenticatedProfileMissing,
		ErrAuthenticatedProfileExpired,
		ErrAuthenticatedProfileInvalidated,
		ErrTemporaryAccessDurationLimitExceeded,
		ErrTemporaryAccessResourcesLimitExceeded,
		ErrAuthorizationDeniedByHBAPolicies,
		ErrAuthorizationDeniedBySessionInvalidated,
		ErrIdentityNotRecognizedByMVPD,
		ErrNetworkReceivedError,
		ErrNetworkConnectionTimeout,
		ErrMaximumExecutionTimeExceeded,
	}
}

// RegistrationErrors are all errors of Dynamic Client Registration.
func RegistrationErrors() []*Error {
	return []*Error{
		ErrInvalidRequest,
		ErrInvalidRedirectURI,
		ErrInvalidSoftwareStatement,
		ErrUnapprovedSoftwareStatement,
		ErrInvalidClient,
		ErrUnauthorizedClient,
		ErrUnsupportedGrantType,
	}
}

// registerErrors are those that a registration can be refused with.
func registerErrors() []*Error {
	return []*Error{ErrInvalidRequest, ErrInvalidRedirectURI, ErrInvalidSoftwareStatement, ErrUnapprovedSoftwareStatement}
}

// tokenErrors are those that an access token can be refused with.
func tokenErrors() []*Error {
	return []*Error{ErrInvalidRequest, ErrInvalidClient, ErrUnauthorizedClient, ErrUnsupportedGrantType}
}
