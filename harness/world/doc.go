// Package world is what surrounds a subject while it is certified: households with
// devices and a viewer at a browser, and directions on the stage of the mock.
//
//	home := w.Household(t)
//	tv := home.Television(ctx)
//	activation := tv.SignIn(ctx, "Cablevision")
//	activation.AwaitPolls(ctx, 2)
//	home.Viewer().Completes(ctx, activation)
//	activation.AwaitProfile(ctx)
//	tv.Play(ctx, "REF30")
//
// All that it does is an act in the journal. It waits for entries of the journal,
// never for time, with one exception that says so: [World.Watch]. What does not come
// about is noted as a trouble and the scenario goes on: a broken subject should still
// yield as much evidence as it can. A verb that the subject's app does not have is no
// trouble but a gap, [World.Unmapped]. Once the mock has ended its journal nothing more
// is done: nobody would record it.
package world
