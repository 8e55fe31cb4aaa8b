// Package certification runs a whole certification: it starts mockpass and the
// subject, lets the scenarios make their evidence in processes side by side, judges the
// journal by the rules and reports.
//
//	result, err := certification.Run(ctx, certification.Options{File: file, Rules: rules.All(), …})
//
// It holds the pieces together and has no opinion: what is done is in scenarios,
// what is right is in rules.
package certification
