// A Programmer Service in JavaScript, for tests: nothing but what Node brings along.
//
//   node service.mjs HOST PORT STATE_FOLDER      (ADOBE, STATEMENT and PROGRAMMER in the environment)
//
// NETWORK says how it calls Adobe Pass: fetch or agent, as they come, or fetch-fixed or fixed,
// which are right.
import http from 'node:http'
import https from 'node:https'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [host, port, folder] = process.argv.slice(2)
const { ADOBE: adobe, STATEMENT: statement, PROGRAMMER: programmer } = process.env
const domain = 'example.com'
const hour = 3_600_000
const sleep = (ms) => new Promise((done) => setTimeout(done, ms))

// What is kept of devices, in a file for each, over restarts.
mkdirSync(folder, { recursive: true })
const devices = new Map()
const lists = new Map() // configuration by platform

class Device {
  constructor(id) {
    this.id = id
    this.file = join(folder, createHash('sha256').update(id).digest('hex') + '.json')
    this.permits = new Map()
    this.queue = Promise.resolve() // one registration or refresh at a time
    this.quiet = 0
    try {
      this.kept = JSON.parse(readFileSync(this.file, 'utf8'))
    } catch {
      this.kept = {}
    }
  }

  keep(changes) {
    Object.assign(this.kept, changes)
    writeFileSync(this.file + '.new', JSON.stringify(this.kept), { mode: 0o600 })
    renameSync(this.file + '.new', this.file)
  }

  // The headers of every call for the device. Only registration goes without its id.
  headers(registers) {
    const info = { ...this.info, connectionIp: this.address, connectionPort: this.port }
    const headers = { Accept: 'application/json', 'X-Forwarded-For': this.address, 'X-Device-Info': Buffer.from(JSON.stringify(info)).toString('base64') }
    if (!registers) {
      const hash = createHash('sha256').update(this.id).digest('hex')
      headers['AP-Device-Identifier'] = 'fingerprint ' + Buffer.from(hash).toString('base64')
    }
    return headers
  }

  profile() {
    const p = this.kept.profile
    return p && Date.now() < p.notAfter ? p : null
  }

  forgetProfile() {
    this.permits.clear()
    this.looked = false
    this.keep({ profile: null })
  }

  keepProfile(p) {
    this.permits.clear()
    this.keep({ profile: p, mvpd: p.mvpd })
  }
}

class Refusal extends Error {
  constructor(status, body) {
    super(body.message || body.error || (status ? 'Adobe Pass answered ' + status : 'Adobe Pass gave no answer'))
    Object.assign(this, { status, code: body.code || body.error || '', action: body.action || '', details: body.details || this.message })
  }

  mayRepeat() {
    if (this.action) return this.action === 'retry'
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const networks = {
  // What comes with the language: connections are kept, and no call has a limit.
  fetch: (method, url, headers, body) => fetched(url, { method, headers, body }),
  'fetch-fixed': (method, url, headers, body) =>
    fetched(url, { method, headers: { ...headers, Connection: 'close' }, body, signal: AbortSignal.timeout(10_000) }),
  // The module that was there before it, with the agent that all share.
  agent: (method, url, headers, body) => exchange(method, url, headers, body, {}),
  // A connection for each exchange, and limits: whoever keeps connections keeps addresses.
  fixed: (method, url, headers, body) => exchange(method, url, headers, body, { agent: false, timeout: 10_000 }),
}
const send = networks[process.env.NETWORK || 'fixed']

async function fetched(url, options) {
  try {
    const answer = await fetch(url, { ...options, redirect: 'manual' })
    return read(answer.status, await answer.text())
  } catch {
    return { status: 0, body: {} }
  }
}

function read(status, text) {
  let body = null
  try {
    body = JSON.parse(text)
  } catch {
    // pages of gateways are no JSON
  }
  return { status, body, empty: text === '' }
}

function exchange(method, url, headers, body, options) {
  return new Promise((done) => {
    const module = url.startsWith('https:') ? https : http
    const request = module.request(url, { method, headers, ...options }, (answer) => {
      const chunks = []
      answer.on('data', (c) => chunks.push(c))
      answer.on('error', () => done({ status: 0, body: {} }))
      answer.on('end', () => done(read(answer.statusCode, Buffer.concat(chunks).toString('utf8'))))
    })
    if (options.timeout) request.on('timeout', () => request.destroy()) // nobody else ends it
    request.on('error', () => done({ status: 0, body: {} }))
    request.end(body)
  })
}

// A call to Adobe Pass that is repeated where that is allowed, with pauses that grow.
async function persist(device, attempt, { once } = {}) {
  for (let pause = 1200, n = 0; ; pause *= 2, n++) {
    const wait = device.quiet - Date.now()
    if (wait > 0) await sleep(wait)
    const { status, body, empty } = await attempt()
    const object = body && typeof body === 'object' && !Array.isArray(body) ? body : null
    if (status >= 200 && status < 300 && (object || empty)) return object || {}
    const refusal = status >= 200 && status < 300 ? new Refusal(status, { code: 'unreadable', action: 'none' }) : new Refusal(status, object || {})
    if (status === 429) device.quiet = Date.now() + 1500
    if (once || n >= 2 || status === 401 || !refusal.mayRepeat()) throw refusal
    await sleep(status === 429 ? 1500 : pause)
  }
}

function form(values) {
  return [new URLSearchParams(values).toString(), 'application/x-www-form-urlencoded']
}

async function registration(device, path, [body, type]) {
  return persist(device, () => send('POST', adobe + path, { ...device.headers(true), 'Content-Type': type }, body))
}

function inTurn(device, work) {
  const next = device.queue.then(work)
  device.queue = next.catch(() => {})
  return next
}

async function register(device) {
  const got = await registration(device, '/o/client/register', [JSON.stringify({ software_statement: statement }), 'application/json'])
  const { mvpd, name, logo } = device.kept // profiles end with the credentials
  device.kept = {}
  device.keep({ mvpd, name, logo, id: got.client_id, secret: got.client_secret })
}

async function fetchToken(device) {
  if (!device.kept.id) await register(device)
  for (let again = false; ; again = true) {
    const credentials = { client_id: device.kept.id, client_secret: device.kept.secret, grant_type: 'client_credentials' }
    try {
      const got = await registration(device, '/o/client/token', form(credentials))
      const life = Number(got.expires_in) * 1000
      device.keep({ token: got.access_token, until: Number(got.created_at) + life - Math.min(life / 5, 300_000) })
      return
    } catch (e) {
      if (again || e.code !== 'invalid_client') throw e
      await register(device)
    }
  }
}

// The token is used until the last fifth of its life.
async function token(device) {
  return inTurn(device, async () => {
    if (!device.kept.token || Date.now() >= device.kept.until) await fetchToken(device)
    return device.kept.token
  })
}

async function call(device, method, path, [body, type] = [], options = {}) {
  for (let renewed = false; ; renewed = true) {
    const used = await token(device)
    const attempt = () => {
      const headers = { ...device.headers(), Authorization: 'Bearer ' + used }
      if (type) headers['Content-Type'] = type
      return send(method, adobe + '/api/v2/' + encodeURIComponent(programmer) + path, headers, body)
    }
    try {
      return await persist(device, attempt, options)
    } catch (e) {
      if (e.status !== 401 || renewed) throw e
      await inTurn(device, async () => {
        if (device.kept.token === used) await fetchToken(device)
      })
    }
  }
}

// The profile that lives longest, of all that are answered.
function pick(answer) {
  const all = Object.entries(answer.profiles || {}).map(([mvpd, p]) => {
    const plain = Object.entries(p.attributes || {}).filter(([, a]) => a.state === 'plain')
    return { mvpd, notAfter: Number(p.notAfter), attributes: Object.fromEntries(plain.map(([name, a]) => [name, a.value])) }
  })
  all.sort((a, b) => b.notAfter - a.notAfter || (a.mvpd < b.mvpd ? -1 : 1))
  return all[0] || null
}

const noLonger = (e) => e.code === 'invalid_integration'

// The profile that is in force; Adobe Pass is asked once after each login or logout.
async function lookUp(device) {
  if (device.profile() || device.looked) return device.profile()
  const path = device.kept.mvpd ? '/profiles/' + encodeURIComponent(device.kept.mvpd) : '/profiles'
  let p
  try {
    p = pick(await call(device, 'GET', path))
  } catch (e) {
    if (!noLonger(e)) throw e
    device.forgetProfile()
    device.keep({ mvpd: '' })
    return null
  }
  if (p) device.keepProfile(p)
  else device.looked = true
  return p
}

async function providers(device) {
  const platform = device.info.osName + '/' + device.info.primaryHardwareType
  const known = lists.get(platform)
  if (known && Date.now() < known.until) return known.list
  const list = call(device, 'GET', '/configuration').then((answer) => answer.requestor.mvpds.filter((m) => !m.isTempPass))
  lists.set(platform, { list, until: Date.now() + 180_000 })
  list.catch(() => lists.delete(platform))
  return list
}

const session = (mvpd, back) => form({ domainName: domain, ...(back && { redirectUrl: back }), ...(mvpd && { mvpd }) })

async function signIn(device, { screen, tv, back }) {
  const has = await lookUp(device)
  if (has) return { in: true, provider: has.mvpd }
  const platform = device.info.osName + '/' + device.info.primaryHardwareType
  const shown = lists.has(platform) ? (await lists.get(platform).list).find((m) => m.id === tv) : null
  if (shown) device.keep({ mvpd: device.kept.mvpd, picked: shown.id, name: shown.displayName, logo: shown.logoUrl })
  const s = await call(device, 'POST', '/sessions', session(tv, back))
  if (s.actionName === 'authorize') {
    const p = pick(await call(device, 'GET', '/profiles/' + encodeURIComponent(s.mvpd)))
    if (p) device.keepProfile(p)
    return { in: Boolean(p), provider: p?.mvpd }
  }
  if (device.login) device.login.state = 'superseded'
  device.login = { code: s.code, notAfter: Number(s.notAfter), state: 'pending' }
  if (screen !== 'primary') poll(device, device.login)
  return { in: false, code: s.code, page: s.actionName === 'authenticate' ? absolute(s.url) : '', until: device.login.notAfter }
}

const absolute = (url) => (url ? new URL(url, adobe + '/').href : '')

// One loop for a code: four seconds between an answer and the next question.
async function poll(device, login) {
  if (login.polling) return
  login.polling = true
  while (login.state === 'pending') {
    try {
      const p = pick(await call(device, 'GET', '/profiles/code/' + encodeURIComponent(login.code), [], { once: true }))
      if (p && login.state === 'pending') {
        login.state = 'done'
        device.keepProfile(p)
      }
    } catch (e) {
      if (['invalid_authentication_session', 'invalid_parameter_code'].includes(e.code)) login.state = 'expired'
    }
    if (login.state !== 'pending') return
    await sleep(4000)
    if (Date.now() >= login.notAfter) login.state = 'expired'
  }
}

// A second screen: the code is checked, and what its session lacks is added.
async function link(device, { code, tv, back }) {
  const path = '/sessions/' + encodeURIComponent(code.trim().toUpperCase())
  const known = await call(device, 'GET', path)
  if (!known.missingParameters?.length) return { page: absolute('/api/v2/authenticate/' + encodeURIComponent(programmer) + '/' + encodeURIComponent(code.trim().toUpperCase())) }
  let s
  for (let n = 0; n < 4 && (!s || s.actionName === 'retry'); n++) s = await call(device, 'POST', path, session(tv, back))
  return { page: s.actionName === 'authenticate' ? absolute(s.url) : '' }
}

// Decisions on resources; items that may be asked for again are, twice at most.
async function decide(device, kind, mvpd, resources) {
  const out = new Map()
  for (let pause = 1200, n = 0, ask = resources; ask.length && n < 3; pause *= 2, n++) {
    if (n) await sleep(pause / 2)
    let answer
    try {
      answer = await call(device, 'POST', `/decisions/${kind}/${encodeURIComponent(mvpd)}`, [JSON.stringify({ resources: ask }), 'application/json'])
    } catch (e) {
      if (!e.code) throw e
      for (const r of ask) out.set(r, { title: r, ok: false, ...why(device, e) })
      return out
    }
    const again = []
    for (const d of answer.decisions || []) {
      const e = d.error && new Refusal(d.error.status, d.error)
      out.set(d.resource, d.authorized === true ? { title: d.resource, ok: true, token: d.token?.serializedToken } : { title: d.resource, ok: false, ...why(device, e) })
      if (e && e.mayRepeat()) again.push(d.resource)
    }
    ask = again
  }
  return out
}

function why(device, e) {
  if (!e) return { code: 'denied', text: 'Your TV provider says no.', login: false }
  if (e.action === 'authentication') device.forgetProfile()
  if (noLonger(e)) {
    device.forgetProfile()
    device.keep({ mvpd: '' })
    return { code: e.code, text: 'Choose another TV provider.', login: true }
  }
  return { code: e.code, text: e.details, login: e.action === 'authentication' }
}

const stranger = (title) => ({ title, ok: false, code: 'signed_out', text: 'Sign in with your TV provider.', login: true })

async function catalogue(device, { titles }) {
  const p = await lookUp(device)
  if (!p) return { titles: titles.map(stranger) }
  const held = (r) => Date.now() < (device.permits.get(p.mvpd + '\n' + r) || 0)
  const ask = [...new Set(titles.filter((r) => !held(r)))]
  const got = new Map()
  for (let i = 0; i < ask.length; i += 5) {
    for (const [r, a] of await decide(device, 'preauthorize', p.mvpd, ask.slice(i, i + 5))) got.set(r, a)
  }
  for (const [r, a] of got) if (a.ok) device.permits.set(p.mvpd + '\n' + r, Date.now() + hour)
  return { titles: titles.map((r) => got.get(r) || { title: r, ok: held(r) }) }
}

async function watch(device, { title }) {
  const p = await lookUp(device)
  if (!p) return stranger(title)
  const decision = (await decide(device, 'authorize', p.mvpd, [title])).get(title) || { title, ok: false, code: 'undecided', text: 'Try again later.', login: false }
  if (decision.ok && !p.complete) await complete(device, p)
  return decision
}

// Some attributes are there only after an authorization: the profile is read once more,
// and once only.
async function complete(device, p) {
  let more = p
  try {
    more = pick(await call(device, 'GET', '/profiles/' + encodeURIComponent(p.mvpd), [], { once: true })) || p
  } catch {
    // the decision stands
  }
  if (device.kept.profile === p) device.keep({ profile: { ...p, attributes: more.attributes, complete: true } })
}

async function signOut(device, { back }) {
  const p = device.profile()
  const out = { done: true }
  if (p) {
    try {
      const answer = await call(device, 'GET', `/logout/${encodeURIComponent(p.mvpd)}?redirectUrl=${encodeURIComponent(back)}`)
      for (const l of Object.values(answer.logouts || {})) if (l.actionName === 'logout' && l.url) out.page = absolute(l.url)
    } catch (e) {
      if (!noLonger(e)) throw e
      device.keep({ mvpd: '' })
    }
  }
  device.forgetProfile()
  device.looked = Boolean(p)
  return out
}

async function me(device) {
  const p = await lookUp(device)
  const { mvpd, picked, name, logo } = device.kept
  const last = mvpd ? { id: mvpd, ...(picked === mvpd && { name, logo }) } : undefined
  return { in: Boolean(p), provider: p?.mvpd, last }
}

const routes = {
  'GET /me': me,
  'GET /tv-providers': async (d) => ({ list: (await providers(d)).map((m) => ({ id: m.id, name: m.displayName, logo: m.logoUrl })) }),
  'POST /sign-in': signIn,
  'POST /sign-in/back': async (d, { code }) => {
    if (d.login?.code === code) poll(d, d.login)
    return { in: Boolean(d.profile()) }
  },
  'POST /link': link,
  'GET /me/attributes': async (d) => ({ attributes: d.profile()?.attributes || {} }),
  'POST /catalogue': catalogue,
  'POST /watch': watch,
  'POST /sign-out': signOut,
}

function deviceOf(request) {
  const h = request.headers
  if (!devices.has(h['x-device'])) devices.set(h['x-device'], new Device(h['x-device']))
  const device = devices.get(h['x-device'])
  device.info = JSON.parse(Buffer.from(h['x-device-facts'], 'base64').toString('utf8'))
  device.address = h['x-forwarded-for']
  device.port = Number(h['x-device-port'])
  return device
}

const server = http.createServer((request, response) => {
  const chunks = []
  request.on('data', (c) => chunks.push(c))
  request.on('end', async () => {
    const reply = (status, body) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
    const route = routes[request.method + ' ' + request.url]
    if (request.url === '/health') return reply(200, {})
    if (!route) return reply(404, {})
    try {
      const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString('utf8')) : {}
      reply(200, await route(deviceOf(request), body))
    } catch (e) {
      if (!(e instanceof Refusal)) console.error(e)
      reply(e instanceof Refusal ? 409 : 500, { in: false, ok: false, code: e.code || 'unavailable', text: e.details || 'Try again later.' })
    }
  })
})
process.on('SIGTERM', () => process.exit(0))
server.listen(Number(port), host, () => console.log(`listening on ${host}:${port}`))
