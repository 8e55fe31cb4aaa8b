// Package errors holds the rules about refusals, throttling and failures.
package errors

import "github.com/passproof/passproof/harness/rule"

// Rules are the rules of this phase in the order of the catalogue.
var Rules = []*rule.Rule{
	ActionDriven, NoRetryUnlessTold, RetryLimited, BothLevels, UnknownCodes, HTTP4XX, HTTP5XX, TooManyRequestsCooldown, NonJSONBody, NoSelfInflicted,
}
