package mockpass

import (
	"fmt"

	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// Direct tells the mock to act on the calls that d matches and returns the ID of
// the direction. It can be set while calls are under way. The error says what
// nobody could follow: an unknown operation or error code, something that none of
// the operations can undergo, a bad duration, or too many directions.
//
// A Lifetime for the operation authenticate is that of the profile which the
// viewer gets by signing in.
func (s *Server) Direct(d stage.Direction) (string, error) {
	if err := s.possible(d); err != nil {
		return "", fmt.Errorf("mockpass: direct: %w", err)
	}
	return s.stage.Direct(d)
}

// Withdraw takes a direction back and tells whether it was still in force.
func (s *Server) Withdraw(id string) bool { return s.stage.Withdraw(id) }

// Directions are those in force, in the order in which they were set.
func (s *Server) Directions() []stage.Direction { return s.stage.Directions() }

// possible refuses a direction that no call could ever follow.
func (s *Server) possible(d stage.Direction) error {
	operations := d.Match.Operations
	if len(operations) == 0 {
		operations = specs.Operations
	}
	var can stage.Effects
	var knows bool
	for _, op := range operations {
		e, ok := s.endpoints[op]
		if !ok {
			return fmt.Errorf("there is no operation %q; want one of %v", op, specs.Operations)
		}
		can |= e.undergoes()
		if op == specs.Authenticate {
			can |= stage.Lifetimes
		}
		knows = knows || s.knows(e, d.Do.Error)
	}
	do := &d.Do
	switch {
	case do.Error != "" && !knows:
		return fmt.Errorf("%v cannot answer with the error %q: they do not have it, or do not document its status; for an answer of your own use status and body", operations, do.Error)
	case do.Deny != "" && find(EnhancedErrors(), do.Deny) == nil:
		return fmt.Errorf("deny is %q, which is no enhanced error code", do.Deny)
	case (do.Deny != "" || do.Permit) && can&stage.Decisions == 0:
		return fmt.Errorf("%v decide about no resources; deny and permit are for %s and %s", operations, specs.Preauthorize, specs.Authorize)
	case do.Lifetime != "" && can&stage.Lifetimes == 0:
		return fmt.Errorf("%v create nothing that has a lifetime", operations)
	case (do.Revoke || do.Expire) && can&stage.Bearers == 0:
		return fmt.Errorf("%v bear no access token; revoke and expire are for the operations that do", operations)
	case (do.ExtraFields || do.Truncate || do.NotJSON) && can&stage.Bodies == 0:
		return fmt.Errorf("%v answer with no JSON; extraFields, truncate and notJSON would find nothing to spoil", operations)
	case do.Timestamps != "" && can&stage.Stamps == 0:
		return fmt.Errorf("%v answer with no notBefore or notAfter; timestamps is for sessions, profiles and authorizations", operations)
	case do.URLs != "" && can&stage.Links == 0:
		return fmt.Errorf("%v answer with no url; urls is for sessions and logouts", operations)
	}
	return nil
}

// knows tells whether an operation can answer with an error: it is of its family, and
// of a status that the documents list for it. Nothing else ever leaves the mock unless
// a direction spells it out.
func (s *Server) knows(e endpoint, code string) bool {
	known := find(e.family(), code)
	return known != nil && s.documents.Answers(e.operation, known.Status)
}
