package state

import "time"

// Memory is a [Store] in the memory of the process.
type Memory struct {
	clients    *MemoryTable[Client]
	tokens     *MemoryTable[Token]
	sessions   *MemoryTable[Session]
	devices    *MemoryTable[Device]
	decisions  *MemoryTable[Decision]
	identities *MemoryTable[Identity]
	trials     *MemoryTable[Trial]
	partner    *MemoryTable[PartnerRequest]
}

// NewMemory gives an empty store that asks now for the time and holds up to limit
// rows in each table.
func NewMemory(now func() time.Time, limit int) *Memory {
	return &Memory{
		clients:    NewMemoryTable[Client](now, limit),
		tokens:     NewMemoryTable[Token](now, limit),
		sessions:   NewMemoryTable[Session](now, limit),
		devices:    NewMemoryTable[Device](now, limit),
		decisions:  NewMemoryTable[Decision](now, limit),
		identities: NewMemoryTable[Identity](now, limit),
		trials:     NewMemoryTable[Trial](now, limit),
		partner:    NewMemoryTable[PartnerRequest](now, limit),
	}
}

// Clients implements [Store].
func (m *Memory) Clients() Table[Client] { return m.clients }

// Tokens implements [Store].
func (m *Memory) Tokens() Table[Token] { return m.tokens }

// Sessions implements [Store].
func (m *Memory) Sessions() Table[Session] { return m.sessions }

// Devices implements [Store].
func (m *Memory) Devices() Table[Device] { return m.devices }

// Decisions implements [Store].
func (m *Memory) Decisions() Table[Decision] { return m.decisions }

// Identities implements [Store].
func (m *Memory) Identities() Table[Identity] { return m.identities }

// Trials implements [Store].
func (m *Memory) Trials() Table[Trial] { return m.trials }

// PartnerRequests implements [Store].
func (m *Memory) PartnerRequests() Table[PartnerRequest] { return m.partner }
