package ca

import "slices"

// adobeHosts are those that Programmer Services and browsers are told to call:
// release and prequal, production and staging. Adobe's pages name them one by one where
// they describe environments.
var adobeHosts = []string{
	"api.auth.adobe.com", "api.auth-staging.adobe.com",
	"sp.auth.adobe.com", "sp.auth-staging.adobe.com",
	"sp-prequal.auth.adobe.com", "sp-prequal.auth-staging.adobe.com",
	"mgmt.auth.adobe.com", "mgmt.auth-staging.adobe.com",
	"mgmt-prequal.auth.adobe.com", "mgmt-prequal.auth-staging.adobe.com",
	"entitlement.auth.adobe.com", // logos of MVPDs
}

// AdobeHosts are the host names of Adobe Pass in its documented environments. A
// service that has them built in reaches a mock through its resolver or its hosts
// file, and finds a certificate of that name.
func AdobeHosts() []string { return slices.Clone(adobeHosts) }
