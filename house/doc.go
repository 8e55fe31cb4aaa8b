// Package house holds the tests that keep the house in order: which package may
// import which, how long files and functions may grow, that everything exported is
// documented, and that no folder of a family is missing from its list. A wish about
// code that no test keeps is only a wish.
package house
