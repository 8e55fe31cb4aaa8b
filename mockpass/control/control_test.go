package control_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/passproof/passproof/mockpass/control"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
)

func TestClient_RecordsAndFollows(t *testing.T) {
	t.Parallel()
	s := start(t)
	c := &control.Client{URL: s.URL}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	now := time.Now()
	id, err := c.Record(ctx, &journal.Act{Verb: journal.Play, Start: now, End: now, Args: map[string]any{"resource": "r"}})
	if err != nil || id == 0 {
		t.Fatalf("id %d, %v", id, err)
	}
	entries, next, err := c.Since(ctx, 0)
	if err != nil || len(entries) != 1 || next != 1 || entries[0].(*journal.Act).Text("resource") != "r" {
		t.Fatalf("entries %v, next %d, %v", entries, next, err)
	}
	followed := make(chan journal.Entry)
	go func() {
		for e, err := range c.Follow(ctx, next) {
			if err != nil {
				t.Error(err)
				return
			}
			followed <- e
		}
	}()
	if _, err := c.Record(ctx, &journal.Act{Verb: journal.Status, Start: now, End: now}); err != nil {
		t.Fatal(err)
	}
	if e := <-followed; e.(*journal.Act).Verb != journal.Status {
		t.Errorf("followed %v", e)
	}
}

func TestClient_Directs(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, ctx := &control.Client{URL: s.URL}, context.Background()
	id, err := c.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{"authorize"}}, Do: stage.Do{Deny: "authorization_denied_by_mvpd"}})
	if err != nil {
		t.Fatal(err)
	}
	if all, err := c.Directions(ctx); err != nil || len(all) != 1 || all[0].ID != id {
		t.Errorf("in force: %v, %v", all, err)
	}
	if err := c.Withdraw(ctx, id); err != nil {
		t.Error(err)
	}
	var refused *control.Error
	if err := c.Withdraw(ctx, id); !errors.As(err, &refused) || refused.Status != http.StatusNotFound || refused.Remedy == "" {
		t.Errorf("withdrawing twice: %v", err)
	}
}

func TestClient_Refusals(t *testing.T) {
	t.Parallel()
	s := start(t)
	c, ctx := &control.Client{URL: s.URL}, context.Background()
	for name, call := range map[string]func() error{
		"unknown operation": func() error {
			_, err := c.Direct(ctx, stage.Direction{Match: stage.Match{Operations: []string{"dance"}}, Do: stage.Do{Status: 500}})
			return err
		},
		"unknown error": func() error {
			_, err := c.Direct(ctx, stage.Direction{Do: stage.Do{Error: "no_such_code"}})
			return err
		},
		"bad duration":      func() error { _, err := c.Direct(ctx, stage.Direction{Do: stage.Do{Delay: "soon"}}); return err },
		"nothing to do":     func() error { _, err := c.Direct(ctx, stage.Direction{}); return err },
		"act without verb":  func() error { _, err := c.Record(ctx, &journal.Act{}); return err },
		"unknown code":      func() error { return c.Complete(ctx, "AAAAAA", "viewer") },
		"unknown statement": func() error { _, err := c.SoftwareStatement(ctx, "nobody"); return err },
	} {
		var refused *control.Error
		if err := call(); !errors.As(err, &refused) || refused.Message == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if statement, err := c.SoftwareStatement(ctx, "REF30"); err != nil || strings.Count(statement, ".") != 2 {
		t.Errorf("statement %q, %v", statement, err)
	}
}

func TestHandler_WantsItsToken(t *testing.T) {
	t.Parallel()
	s := start(t, control.WithToken("secret"))
	var refused *control.Error
	if _, _, err := (&control.Client{URL: s.URL}).Since(context.Background(), 0); !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized {
		t.Errorf("without token: %v", err)
	}
	if _, _, err := (&control.Client{URL: s.URL, Token: "secret"}).Since(context.Background(), 0); err != nil {
		t.Errorf("with token: %v", err)
	}
}
