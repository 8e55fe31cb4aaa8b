// Package ca is a certificate authority for tests: it lets a mock speak HTTPS under
// any name, Adobe's included, to clients that were told to trust it.
//
//	authority, err := ca.New(time.Now())
//	certificate, err := authority.Certificate(time.Now(), append(ca.AdobeHosts(), "localhost"), netip.MustParseAddr("127.0.0.1"))
//	server := &http.Server{Handler: pass.API(), TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}}
//	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority.Pool()}}}
//
// [Ensure] keeps one in a folder, so that clients need to be told only once. Whoever
// has the key of an authority can pretend to be any host towards those who trust it:
// trust it in the process under test, and not in the machine's own store.
//
// Keys are ECDSA on P-256, which every client of the last ten years knows, and come
// from crypto/rand: package crypto/ecdsa takes no other source of randomness.
package ca
