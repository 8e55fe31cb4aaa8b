package mockpass_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/passproof/passproof/mockpass"
	"github.com/passproof/passproof/mockpass/journal"
	"github.com/passproof/passproof/mockpass/stage"
	"github.com/passproof/passproof/specs"
)

// A mock is a value; whoever wants it on a port serves its handler.
func ExampleNew() {
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		panic(err)
	}
	api := httptest.NewServer(pass.API())
	defer api.Close()

	answer, err := http.Get(api.URL + "/api/v2/REF30/configuration")
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)

	for _, entry := range pass.Journal().Since(0) {
		x := entry.(*journal.Exchange)
		fmt.Println(x.Operation, x.ServiceProvider, x.Response.Status)
	}
	// Output:
	// 401 Unauthorized
	// configuration REF30 401
}

// A direction for one device never touches another.
func ExampleServer_Direct() {
	pass, err := mockpass.New(mockpass.Config{})
	if err != nil {
		panic(err)
	}
	id, err := pass.Direct(stage.Direction{
		Match: stage.Match{Operations: []string{specs.Authorize}, Devices: []string{"192.0.2.7"}, Nth: 2},
		Do:    stage.Do{Deny: "network_received_error"},
		Times: 1,
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(pass.Withdraw(id), pass.Withdraw(id))
	_, err = pass.Direct(stage.Direction{Do: stage.Do{Error: "no_such_code"}, Match: stage.Match{Operations: []string{specs.Token}}})
	fmt.Println(err)
	// Output:
	// true false
	// mockpass: direct: [token] cannot answer with the error "no_such_code": they do not have it, or do not document its status; for an answer of your own use status and body
}
