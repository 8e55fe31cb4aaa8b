package mockpass

// Switches decide what the documentation leaves open or says in two ways. False
// is the mock's own choice, told in each comment.
type Switches struct {
	// StrictDeviceInfo refuses an X-Device-Info that is absent, not base64, not JSON or
	// lacks a required key with invalid_header_device_info. Usually such a header is
	// recorded as a violation and the platform is unknown: the documentation's own
	// sample is not valid JSON.
	StrictDeviceInfo bool `json:"strictDeviceInfo,omitempty" yaml:"strictDeviceInfo,omitempty"`
	// StrictContentType refuses a body of another media type than documented with the
	// error of the parameter that it should hold. Usually it is only recorded.
	StrictContentType bool `json:"strictContentType,omitempty" yaml:"strictContentType,omitempty"`
	// ItemRequestErrors puts what goes wrong with a whole decision request (no profile,
	// too many resources) into each decision under HTTP 200. Usually it is an error at
	// top level under HTTP 403.
	ItemRequestErrors bool `json:"itemRequestErrors,omitempty" yaml:"itemRequestErrors,omitempty"`
	// MissingBeforeProfile asks for missing session parameters even when the device has
	// a valid profile. Usually the profile decides first.
	MissingBeforeProfile bool `json:"missingBeforeProfile,omitempty" yaml:"missingBeforeProfile,omitempty"`
	// MissingDomainName names a missing domainName "domainName" in missingParameters, as
	// the parameter is called. Usually it is "domain", as in the sample.
	MissingDomainName bool `json:"missingDomainName,omitempty" yaml:"missingDomainName,omitempty"`
	// OptionalLogoutRedirect lets a logout do without redirectUrl, as the published
	// OpenAPI document does. Usually that is invalid_parameter_redirect_url.
	OptionalLogoutRedirect bool `json:"optionalLogoutRedirect,omitempty" yaml:"optionalLogoutRedirect,omitempty"`
	// FoldCode accepts codes in lower case. Usually case counts.
	FoldCode bool `json:"foldCode,omitempty" yaml:"foldCode,omitempty"`
	// PartnerFallbackMVPD is the MVPD of a partner session whose status header names
	// none, as in one sample. Empty: the session lacks its mvpd.
	PartnerFallbackMVPD string `json:"partnerFallbackMvpd,omitempty" yaml:"partnerFallbackMvpd,omitempty"`
	// MetadataOAEP encrypts user metadata with OAEP and SHA-256. Usually it is PKCS #1
	// v1.5.
	MetadataOAEP bool `json:"metadataOaep,omitempty" yaml:"metadataOaep,omitempty"`
	// MetadataAsText encrypts lists of texts, such as zip, as texts separated by commas.
	// Usually they are JSON.
	MetadataAsText bool `json:"metadataAsText,omitempty" yaml:"metadataAsText,omitempty"`
	// PartnerBeforeMissing goes on with a partner's framework even when domainName or
	// redirectUrl is missing. Usually they are asked for first, as one sample shows.
	PartnerBeforeMissing bool `json:"partnerBeforeMissing,omitempty" yaml:"partnerBeforeMissing,omitempty"`
	// PartnerProfileOK answers 200 for a profile that a partner's framework has given, as
	// the published OpenAPI document does. Usually it is 201, as the page says.
	PartnerProfileOK bool `json:"partnerProfileOk,omitempty" yaml:"partnerProfileOk,omitempty"`
}
