package journal

import "testing"

func TestFilter(t *testing.T) {
	t.Parallel()
	x := exchange(1)
	x.Address, x.Code = "192.0.2.7", "AB12CD"
	act, query := &Act{Verb: Play, Device: "d1"}, &Query{Name: "api.auth.adobe.com"}
	for _, c := range []struct {
		filter    Filter
		exchanges bool
		acts      bool
		queries   bool
	}{
		{Filter{}, true, true, true},
		{Filter{Device: "d1"}, true, true, false},
		{Filter{Device: "192.0.2.7"}, true, false, false},
		{Filter{Device: "c1"}, true, false, false},
		{Filter{Device: "d2"}, false, false, false},
		{Filter{Device: "d1", Operation: "token"}, true, false, false},
		{Filter{Operation: "register"}, false, false, false},
		{Filter{Code: "AB12CD", Client: "c1", Status: "201", Party: Service}, true, false, false},
		{Filter{Code: "AB12CE"}, false, false, false},
		{Filter{Client: "c2"}, false, false, false},
		{Filter{Status: "2xx"}, true, false, false},
		{Filter{Status: "4xx"}, false, false, false},
		{Filter{Status: "200"}, false, false, false},
		{Filter{Party: Browser}, false, false, false},
	} {
		if err := c.filter.Check(); err != nil {
			t.Errorf("%+v: %v", c.filter, err)
		}
		if got := c.filter.Picks(x); got != c.exchanges {
			t.Errorf("%+v: exchange %v", c.filter, got)
		}
		if got := c.filter.Picks(act); got != c.acts {
			t.Errorf("%+v: act %v", c.filter, got)
		}
		if got := c.filter.Picks(query); got != c.queries {
			t.Errorf("%+v: query %v", c.filter, got)
		}
	}
	if (Filter{Status: "0"}).Picks(x) || !(Filter{Status: "0"}).Picks(&Exchange{}) {
		t.Error("status 0 is an exchange without an answer")
	}
	for _, f := range []Filter{{Party: "nobody"}, {Status: "many"}, {Status: "99"}, {Status: "600"}, {Status: "6xx"}, {Status: "4XX"}} {
		if f.Check() == nil {
			t.Errorf("%+v passes", f)
		}
	}
}

func TestJournal_Clear(t *testing.T) {
	t.Parallel()
	j := New(3)
	for range 5 {
		j.Publish(exchange(j.NextID()))
	}
	if n := j.Clear(); n != 3 || j.Len() != 0 || j.Dropped() != 2 {
		t.Errorf("cleared %d, %d are left, %d are lost; want 3, 0, 2", n, j.Len(), j.Dropped())
	}
	j.Publish(exchange(j.NextID()))
	for n, e := range j.Since(2) {
		if n != 6 || e.EntryID() != 6 {
			t.Errorf("after clearing came entry %d with the number %d, want 6 and 6", e.EntryID(), n)
		}
	}
	if j.Len() != 1 || j.Dropped() != 2 {
		t.Errorf("%d can be read, %d are lost; want 1 and 2", j.Len(), j.Dropped())
	}
}
