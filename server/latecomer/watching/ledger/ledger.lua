#!lua name=latecomer_7
--[[ The ledger: what every member watched, and the numbers that follow from it.

One record per member, one packed string: numbers in a fixed head, then sets, playbacks and what is seldom needed.
Counters change in the same call as the records that they count, so a reader never sees one without the other. Everything
is a set or a maximum: a call made twice leaves what one call left (only the deliveries of drops count each time).

Every key of a call lives in one shard. A key is named by its position in KEYS; a webinar by four of them:
{card, counters, retention, there} and the version of the recording that the retention is of. ARGV and results are MessagePack where not said otherwise.

  latecomer_7_apply    KEYS ready, due, dirty, …; ARGV heartbeats, webinars, items -> their outcomes (see `apply`)
  latecomer_7_put      KEYS ready, due, dirty, …; ARGV cards   -> integer, how many were news (see `put`)
  latecomer_7_load     KEYS ready, due, dirty, …; ARGV records -> integer, how many were loaded (see `load`)
  latecomer_7_report   KEYS ready, due, dirty, …; ARGV reports -> integer, how many were news (see `report`)
  latecomer_7_card     KEYS card; ARGV version, the card -> 1 if it was newer than the one that was there, else 0
  latecomer_7_claim    KEYS ready, queue; ARGV now, lease_ms, limit -> the ids at the head of a queue (due or dirty),
                       kept back from other claims for lease_ms
  latecomer_7_settled  KEYS ready, due, dirty, record…; ARGV now, {id, mark}… in the order of the records: the facts of
                       these marks have committed
  latecomer_7_copied   KEYS ready, dirty, record…; ARGV now, {id, version}… in the order of the records: what has not
                       changed since its copy leaves the queue, the rest is queued again
  latecomer_7_numbers  KEYS ready, hash -> its fields and values: half of the counters would be numbers that nobody had
  latecomer_7_say      KEYS ready, here(worker), gone(worker), …; ARGV entries -> integer (see `say`)
  latecomer_7_renew    KEYS leases; ARGV worker, now, until -> 1, or 0 where the lease has ended: it is not renewed
  latecomer_7_keep     KEYS lock; ARGV holder, for_s -> 1, or 0 where the lock is not the holder's: it is left alone
  latecomer_7_unlock   KEYS lock; ARGV holder -> 1, or 0 as for `keep`

Errors: NOTREADY (the shard must be loaded first), NOCARD (a webinar's card is missing), STALE (the caller knows an older
webinar than the card).
]]

local MAX_INTERVALS = 2000
local MAX_PLAYBACKS = 200
local MAX_RECENT_DROPS = 50
local MAX_CLICKS = 50
local PLAYBACK_LIFE_MS = 24 * 3600 * 1000
local MAX_VALUES = 2000 -- of one command: the stack has room for 8000

-- Record fields, by position: the numbers of the head, the sets that follow it, and the rest, which is unpacked only
-- where it is needed: {clicks, drops, recent drops}.
local VERSION, CARD, LINK, RECORDING, LIVE_MS, ON_DEMAND_MS, COVERED_S, COUNTED, DAYS, TENTH = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
local STATUS, VISITOR, OPEN, DUE, JOINED_AT, LIVE_AT, VIEW_AT, RESUME_S = 11, 12, 13, 14, 15, 16, 17, 18
local REPORTED, ID = 19, 20
local INTERVALS, COVERED, PLAYBACKS, REPORTED_LIVE, REPORTED_ON_DEMAND, REST = 21, 22, 23, 24, 25, 26
local CLICKS, DROPS, RECENT_DROPS = 1, 2, 3
-- The last five of the head are the sizes of what stands at 21…25, in bytes.
local HEAD = '>I4I4I4I4I8I4I4I4I4bBBBI4I8I8I8dI8c16I4I4I4I4I4'
local NOT_IN_PROGRAM = 0 -- statuses are numbered by their step, from the lowest

-- A playback: id, anchor_at, hello_at, recording version, heard_at.
local PLAYBACK, PLAYBACK_BYTES = '>c16i8I8I4I8', 44

-- Webinar card fields, by position; a ninth is the whole webinar as JSON, for the web.
local W_VERSION, W_STARTS, W_ENDS, W_CLOSES, W_THRESHOLD, W_RECORDING, W_DURATION, W_DAYS = 1, 2, 3, 4, 5, 6, 7, 8

-- Outcome codes.
local OK, UNKNOWN, REVOKED, NOT_OPEN, NEVER_SAID_HELLO, TOO_MANY = 0, 1, 2, 3, 4, 5
local MAX_OPEN_PLAYBACKS = 10

-- Libraries exist only once a function runs: `begin` fills these in.
local call, encode, decode, spack, sunpack, sub, find, floor, max, min, bor, band

local function new_record(id)
  return { 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, id, '', '', '', '', '', '' }
end

local function read_record(raw)
  local record = { sunpack(HEAD, raw) }
  local at = record[26]
  for i = INTERVALS, REPORTED_ON_DEMAND do
    local size = record[i]
    if size == 0 then
      record[i] = ''
    else
      record[i] = sub(raw, at, at + size - 1)
      at = at + size
    end
  end
  record[REST] = sub(raw, at)
  return record
end

local function write_record(r)
  local lists = r.lists
  if lists then
    local empty = #lists[CLICKS] == 0 and next(lists[DROPS]) == nil and #lists[RECENT_DROPS] == 0
    r[REST] = empty and '' or encode(lists)
  end
  return spack(HEAD, r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15], r[16],
    r[17], r[18], r[19], r[20], #r[21], #r[22], #r[23], #r[24], #r[25]) .. r[21] .. r[22] .. r[23] .. r[24] .. r[25] .. r[26]
end

-- Clicks, drops and recent drops; seldom any.
local function lists_of(record)
  if not record.lists then record.lists = record[REST] == '' and { {}, {}, {} } or decode(record[REST]) end
  return record.lists
end

-- ---------------------------------------------------------------- sets

-- Length of [from, to) inside [lo, hi).
local function clipped(from, to, lo, hi)
  local length = min(to, hi) - max(from, lo)
  if length > 0 then return length end
  return 0
end

-- Adds [from, to) to a packed set of disjoint ranges. Returns the set, and flat lists of what is new and how many
-- ranges there are; nil when it would be one range more than `limit`.
local function add(set, format, width, from, to, limit)
  local n = #set / width
  if n == 0 then return spack(format, from, to), { from, to }, 1 end
  local last_from, last_to = sunpack(format, set, #set - width + 1)
  if from >= last_from then -- the usual case: playback goes on, or has moved ahead
    if to <= last_to then return set, nil, n end
    if from <= last_to then
      return sub(set, 1, -width - 1) .. spack(format, last_from, to), { last_to, to }, n
    end
    if n >= limit then return nil end
    return set .. spack(format, from, to), { from, to }, n + 1
  end
  -- Somewhere before the last range: find the ranges that it touches, first .. last - 1 (counted from 0).
  local first, lo, hi = 0, 0, n
  while lo < hi do -- the first range that ends at or after `from`
    local mid = floor((lo + hi) / 2)
    local _, mid_to = sunpack(format, set, mid * width + 1)
    if mid_to < from then lo = mid + 1 else hi = mid end
  end
  first = lo
  local fresh, merged_from, merged_to, at, last = {}, from, to, from, first
  while last < n do
    local range_from, range_to = sunpack(format, set, last * width + 1)
    if range_from > to then break end
    if range_from > at then
      fresh[#fresh + 1] = at
      fresh[#fresh + 1] = range_from
    end
    merged_from, merged_to, at = min(merged_from, range_from), max(merged_to, range_to), max(at, range_to)
    last = last + 1
  end
  if at < to then
    fresh[#fresh + 1] = at
    fresh[#fresh + 1] = to
  end
  if #fresh == 0 then return set, nil, n end
  if first == last and n >= limit then return nil end
  return sub(set, 1, first * width) .. spack(format, merged_from, merged_to) .. sub(set, last * width + 1),
    fresh, n - (last - first) + 1
end

local function add_interval(set, from, to) return add(set, '>I6I6', 12, from, to, MAX_INTERVALS) end
local function add_covered(set, from, to) return add(set, '>I3I3', 6, from, to, 1e9) end

-- ---------------------------------------------------------------- a call

-- What one call reads and changes: each record and card is read once, and written once at the end.
local Call = {}
Call.__index = Call

local function begin(keys, loading)
  call, encode, decode = redis.call, cmsgpack.pack, cmsgpack.unpack
  spack, sunpack, sub, find = struct.pack, struct.unpack, string.sub, string.find
  floor, max, min = math.floor, math.max, math.min
  bor, band = bit.bor, bit.band
  if not loading and call('EXISTS', keys[1]) == 0 then error({ err = 'NOTREADY the shard must be loaded first' }) end
  return setmetatable({ keys = keys, cards = {}, raw = {}, records = {}, ids = {}, changed = {}, changes = {}, due = {},
    dirty = {} }, Call)
end

function Call:card(webinar)
  local card = self.cards[webinar[1]]
  if card == nil then
    local raw = call('GET', self.keys[webinar[1]])
    if not raw then error({ err = 'NOCARD the webinar has no card in this shard' }) end
    card = decode(raw)
    self.cards[webinar[1]] = card
  end
  -- Of each that names it: in one batch some may know the recording, and its counters, of before.
  if card[W_RECORDING] ~= webinar[5] then error({ err = 'STALE the webinar has another recording now' }) end
  return card
end

function Call:record(position)
  local record = self.records[position]
  if record == nil then
    local raw = self.raw[position]
    if raw == nil then raw = call('GET', self.keys[position]) end
    if not raw then return nil end
    record = read_record(raw)
    self.records[position] = record
  end
  return record
end

-- The record is to be written; with `at` also copied to Postgres (its own data has changed, not just its card).
function Call:change(position, record, at)
  self.records[position] = record
  self.changed[position] = true
  if at and not self.dirty[position] then
    self.dirty[position] = at
    record[VERSION] = record[VERSION] + 1
  end
end

function Call:count(position, field, by)
  if by == 0 then return end
  local change = self.changes[position]
  if change == nil then
    change = {}
    self.changes[position] = change
  end
  change[field] = (change[field] or 0) + by
end

function Call:raise(record, now)
  record[DUE] = record[DUE] + 1
  self.due[record[ID]] = now
end

-- A command costs more than the values that it takes: few commands with many of them.
function Call:write_records()
  local values, n = {}, 0
  for position in pairs(self.changed) do
    local record = self.records[position]
    values[n + 1], values[n + 2] = self.keys[position], record and write_record(record) or self.raw[position]
    n = n + 2
  end
  for at = 1, n, MAX_VALUES do call('MSET', unpack(values, at, min(at + MAX_VALUES - 1, n))) end
end

-- Queues what has changed to be copied. Numbers are dear to write as text, and many are the same.
function Call:queue_copies()
  local queued, n, texts = {}, 0, {}
  for position, at in pairs(self.dirty) do
    local text = texts[at]
    if text == nil then
      text = string.format('%.0f', at)
      texts[at] = text
    end
    queued[n + 1], queued[n + 2] = text, self.ids[position] or self.records[position][ID]
    n = n + 2
  end
  for at = 1, n, MAX_VALUES do call('ZADD', self.keys[3], 'NX', unpack(queued, at, min(at + MAX_VALUES - 1, n))) end
end

function Call:add_up(position, change)
  local key, fields = self.keys[position], {}
  for field, by in pairs(change) do
    if by ~= 0 then fields[#fields + 1] = field end
  end
  for at = 1, #fields, MAX_VALUES do
    local last, sums = min(at + MAX_VALUES - 1, #fields), {}
    local before = call('HMGET', key, unpack(fields, at, last))
    for i = at, last do
      sums[#sums + 1] = fields[i]
      sums[#sums + 1] = (before[i - at + 1] or 0) + change[fields[i]]
    end
    call('HSET', key, unpack(sums))
  end
end

function Call:finish()
  self:write_records()
  for position, change in pairs(self.changes) do self:add_up(position, change) end
  self:queue_copies()
  for id, at in pairs(self.due) do call('ZADD', self.keys[2], at, id) end
end

-- ---------------------------------------------------------------- numbers that follow from a record

-- Days are the bits of a number, the first day's the lowest. None is longer than 27 hours (clocks change by two in
-- places): that says where to begin.
local LONGEST_DAY_MS = 27 * 3600 * 1000

local function days_of(card, from, to)
  local days, starts = 0, card[W_DAYS]
  from, to = max(from, card[W_ENDS]), min(to, card[W_CLOSES])
  if from >= to then return 0 end
  for i = max(1, floor((from - starts[1]) / LONGEST_DAY_MS) + 1), #starts - 1 do
    if starts[i] >= to then break end
    if from < starts[i + 1] then days = days + 2 ^ (i - 1) end
  end
  return days
end

local function joined_days(a, b)
  if a == b or b == 0 then return a end
  return bor(a, b) % 4294967296
end

-- Counts (or with sign -1 uncounts) the days in `days` that are not in `known`.
function Call:count_days(webinar, days, known, sign)
  if days == known then return end
  local news, i = (days - band(days, known)) % 4294967296, 0
  while news > 0 do
    if news % 2 == 1 then self:count(webinar[2], 'd' .. i, sign) end
    news, i = floor(news / 2), i + 1
  end
end

function Call:count_visitor(webinar, record, sign)
  self:count(webinar[2], 'visitors', sign)
  self:count(webinar[2], 'visitor_ms', sign * record[ON_DEMAND_MS])
  self:count_days(webinar, record[DAYS], 0, sign)
end

function Call:count_tenth(webinar, card, record)
  local tenth = -1
  if record[LIVE_MS] > 0 then
    tenth = min(9, floor(record[LIVE_MS] * 10 / (card[W_ENDS] - card[W_STARTS])))
  end
  if tenth ~= record[TENTH] then
    if record[TENTH] >= 0 then self:count(webinar[2], 't' .. record[TENTH], -1) end
    if tenth >= 0 then self:count(webinar[2], 't' .. tenth, 1) end
    record[TENTH] = tenth
  end
end

local function reports(record) return record[REPORTED] > 0 end

-- What the set `own` and the set `reported` have together inside [lo, hi), as one packed set.
local function together(own, reported, lo, hi)
  local set = ''
  for _, part in ipairs({ own, reported }) do
    for at = 1, #part, 12 do
      local from, to = sunpack('>I6I6', part, at)
      from, to = max(from, lo), min(to, hi)
      if from < to then set = add(set, '>I6I6', 12, from, to, 1e9) end
    end
  end
  return set
end

-- Counts a record's sets anew: what our player saw and what vendors report, each in its mode.
local function count_sets(card, record)
  record[LIVE_MS], record[ON_DEMAND_MS], record[DAYS] = 0, 0, 0
  local live, on_demand = record[INTERVALS], record[INTERVALS]
  if reports(record) then
    live = together(record[INTERVALS], record[REPORTED_LIVE], card[W_STARTS], card[W_ENDS])
    on_demand = together(record[INTERVALS], record[REPORTED_ON_DEMAND], card[W_ENDS], card[W_CLOSES])
  end
  for at = 1, #live, 12 do
    local from, to = sunpack('>I6I6', live, at)
    record[LIVE_MS] = record[LIVE_MS] + clipped(from, to, card[W_STARTS], card[W_ENDS])
  end
  for at = 1, #on_demand, 12 do
    local from, to = sunpack('>I6I6', on_demand, at)
    record[ON_DEMAND_MS] = record[ON_DEMAND_MS] + clipped(from, to, card[W_ENDS], card[W_CLOSES])
    record[DAYS] = joined_days(record[DAYS], days_of(card, from, to))
  end
end

-- Whether our own player saw somebody live: what a vendor reports is a fact of the vendor's.
local function was_live(card, record)
  if record[LIVE_MS] == 0 or not reports(record) then return record[LIVE_MS] > 0 end
  for at = 1, #record[INTERVALS], 12 do
    local from, to = sunpack('>I6I6', record[INTERVALS], at)
    if clipped(from, to, card[W_STARTS], card[W_ENDS]) > 0 then return true end
  end
  return false
end

-- Writes down the moments that settling makes facts of.
function Call:note_moments(card, record, now)
  if record[LIVE_AT] == 0 and was_live(card, record) then
    record[LIVE_AT] = now
    self:raise(record, now)
  end
  if record[ON_DEMAND_MS] > card[W_THRESHOLD] and record[VIEW_AT] == 0 then
    record[VIEW_AT] = now
    self:raise(record, now)
  end
end

-- Counts a record anew after one of its sets has changed.
function Call:count_anew(webinar, card, record)
  if record[VISITOR] == 1 then self:count_visitor(webinar, record, -1) end
  count_sets(card, record)
  if record[VISITOR] == 1 then self:count_visitor(webinar, record, 1) end
  self:count_tenth(webinar, card, record)
end

-- Counts newly watched ranges (flat list), all at once.
function Call:credit(webinar, card, record, fresh)
  if reports(record) then return self:count_anew(webinar, card, record) end
  local live, on_demand, days = 0, 0, 0
  for i = 1, #fresh, 2 do
    local from, to = fresh[i], fresh[i + 1]
    live = live + clipped(from, to, card[W_STARTS], card[W_ENDS])
    on_demand = on_demand + clipped(from, to, card[W_ENDS], card[W_CLOSES])
    days = joined_days(days, days_of(card, from, to))
  end
  record[LIVE_MS] = record[LIVE_MS] + live
  record[ON_DEMAND_MS] = record[ON_DEMAND_MS] + on_demand
  if record[VISITOR] == 1 then
    self:count(webinar[2], 'visitor_ms', on_demand)
    self:count_days(webinar, days, record[DAYS], 1)
  end
  record[DAYS] = joined_days(record[DAYS], days)
  if live > 0 then self:count_tenth(webinar, card, record) end
end

function Call:cover(webinar, record, fresh)
  for i = 1, #fresh, 2 do
    record[COVERED_S] = record[COVERED_S] + fresh[i + 1] - fresh[i]
    self:count(webinar[3], fresh[i], 1)
    self:count(webinar[3], fresh[i + 1], -1)
  end
end

-- Counts a record that was counted under an older version of its webinar again, under today's.
function Call:recount(position, webinar, record, now)
  local card = self:card(webinar)
  if record[COUNTED] == card[W_VERSION] then return card end
  self:count_anew(webinar, card, record)
  local marked, forgets = record[DUE], false
  if record[RECORDING] ~= card[W_RECORDING] then
    forgets = record[COVERED] ~= '' or record[RESUME_S] ~= 0
    record[COVERED], record[COVERED_S], record[RECORDING], record[RESUME_S] = '', 0, card[W_RECORDING], 0
  end
  record[COUNTED] = card[W_VERSION]
  -- The times were moved away from what somebody saw live: it counts for nothing, and they may come again.
  if record[LIVE_AT] ~= 0 and not was_live(card, record) then
    record[LIVE_AT], forgets = 0, true
  end
  self:note_moments(card, record, now)
  -- What is only counted is in no copy: a thousand people who never watched need none.
  self:change(position, record, (forgets or record[DUE] > marked) and now or nil)
  return card
end

-- ---------------------------------------------------------------- apply: hellos, heartbeats, clicks

-- Where the playback stands in the record's, from 1; nil when it is not there.
local function playback_at(record, id)
  local playbacks = record[PLAYBACKS]
  for at = 1, #playbacks, PLAYBACK_BYTES do
    if sub(playbacks, at, at + 15) == id then return at end
  end
end

-- The playback was heard: writes down when.
local function heard(record, at, now)
  local playbacks, last = record[PLAYBACKS], at + PLAYBACK_BYTES - 1
  record[PLAYBACKS] = sub(playbacks, 1, last - 8) .. spack('>I8', now) .. sub(playbacks, last + 1)
end

local function forget_oldest_playback(record)
  local playbacks, oldest, since = record[PLAYBACKS], 1, nil
  for at = 1, #playbacks, PLAYBACK_BYTES do
    local heard_at = sunpack('>I8', playbacks, at + PLAYBACK_BYTES - 8)
    if since == nil or heard_at < since then oldest, since = at, heard_at end
  end
  record[PLAYBACKS] = sub(playbacks, 1, oldest - 1) .. sub(playbacks, oldest + PLAYBACK_BYTES)
end

function Call:join(record, now)
  if record[JOINED_AT] == 0 then
    record[JOINED_AT] = now
    self:raise(record, now)
  end
end

-- item: {'hello', member, webinar, link, now, playback, clock_ms, only_known}
-- outcome: {OK, known, anchor_at, hello_at, recording, live_ms, on_demand_ms, covered_s, resume_s, status, counted}
function Call:hello(record, card, item)
  local now, id = item[5], item[6]
  local at, anchor_at, hello_at, recording, heard_at, _ = playback_at(record, id)
  if at then _, anchor_at, hello_at, recording, heard_at = sunpack(PLAYBACK, record[PLAYBACKS], at) end
  local known = at ~= nil and now - heard_at <= PLAYBACK_LIFE_MS
  if known then
    if now > heard_at then heard(record, at, now) end
  else
    if item[8] then return { NEVER_SAID_HELLO } end
    local open = tonumber(call('HGET', self.keys[item[3][4]], record[ID]) or 0)
    if floor(open / 4096) >= MAX_OPEN_PLAYBACKS then return { TOO_MANY } end
    local playbacks = record[PLAYBACKS]
    if at then
      record[PLAYBACKS] = sub(playbacks, 1, at - 1) .. sub(playbacks, at + PLAYBACK_BYTES)
    elseif #playbacks >= MAX_PLAYBACKS * PLAYBACK_BYTES then
      forget_oldest_playback(record)
    end
    anchor_at, hello_at, recording = now - item[7], now, card[W_RECORDING]
    record[PLAYBACKS] = record[PLAYBACKS] .. spack(PLAYBACK, id, anchor_at, hello_at, recording, now)
  end
  return { OK, known, anchor_at, hello_at, recording, record[LIVE_MS], record[ON_DEMAND_MS], record[COVERED_S],
    record[RESUME_S], record[STATUS], record[COUNTED] }
end

function Call:note_drop(webinar, record, now, playback, reason, segment)
  local lists = lists_of(record)
  lists[DROPS][reason] = (lists[DROPS][reason] or 0) + 1
  self:count(webinar[2], 'drop:' .. reason, 1)
  local recent = lists[RECENT_DROPS]
  if #recent >= MAX_RECENT_DROPS then table.remove(recent, 1) end
  recent[#recent + 1] = { now, reason, playback, segment }
end

-- What was played, [from, to), and the seconds of the recording that it covers, covered_from -1 for none.
-- Returns: whether there was room for it.
function Call:watched(webinar, card, record, now, id, at, covers, from, to, covered_from, covered_to)
  local set, fresh = add_interval(record[INTERVALS], from, to)
  if set == nil then
    local _, anchor_at = sunpack(PLAYBACK, record[PLAYBACKS], at)
    self:note_drop(webinar, record, now, id, 'limit',
      string.format('[%.0f,%.0f,%d,%d]', from - anchor_at, to - anchor_at, covered_from, covered_to))
    return false
  end
  record[INTERVALS] = set
  if fresh then
    self:credit(webinar, card, record, fresh)
    self:join(record, now)
  end
  if covers and covered_from >= 0 then
    record[COVERED], fresh = add_covered(record[COVERED], covered_from, covered_to)
    if fresh then self:cover(webinar, record, fresh) end
  end
  return true
end

-- The playback of a heartbeat was heard. Returns: where it stands, and whether it covers today's recording; nil when it
-- never said hello.
local function hear(record, card, id, now)
  local at = playback_at(record, id)
  if at == nil then return nil end
  local recording, heard_at = sunpack('>I4I8', record[PLAYBACKS], at + 32)
  if now > heard_at then heard(record, at, now) end
  return at, recording == card[W_RECORDING]
end

-- item: {'heartbeat', member, webinar, link, now, playback, credits, drops, resume_s}
--   credits: flat {from_at, to_at, covered_from, covered_to}…, covered_from -1 for none; drops: flat {reason, segment}…,
--   the segment as text; resume_s -1 for unknown
-- outcome: {OK, live_ms, on_demand_ms, covered_s, status, counted, dropped for the limit}
function Call:heartbeat(record, card, item)
  local webinar, now, id, credits, drops, over_limit = item[3], item[5], item[6], item[7], item[8], 0
  local at, covers = hear(record, card, id, now)
  if at == nil then return { NEVER_SAID_HELLO } end
  for i = 1, #credits, 4 do
    if not self:watched(webinar, card, record, now, id, at, covers, credits[i], credits[i + 1], credits[i + 2],
      credits[i + 3]) then
      over_limit = over_limit + 1
    end
  end
  for i = 1, #drops, 2 do self:note_drop(webinar, record, now, id, drops[i], drops[i + 1]) end
  if covers and item[9] >= 0 then record[RESUME_S] = item[9] end
  self:note_moments(card, record, now)
  return { OK, record[LIVE_MS], record[ON_DEMAND_MS], record[COVERED_S], record[STATUS], record[COUNTED], over_limit }
end

-- item: {'click', member, webinar, link, now}; outcome: {OK, status}
function Call:click(record, _, item)
  local clicks, now = lists_of(record)[CLICKS], item[5]
  self:join(record, now)
  local news = #clicks < MAX_CLICKS
  for _, at in ipairs(clicks) do news = news and at ~= now end
  if news then
    clicks[#clicks + 1] = now
    self:raise(record, now)
  end
  return { OK, record[STATUS] }
end

-- item: {'recount', member, webinar, link, now}: only what every operation does first; outcome: {OK}
function Call:nothing() return { OK } end

local OPERATIONS = { hello = Call.hello, heartbeat = Call.heartbeat, click = Call.click, recount = Call.nothing }

-- Why a member's playbacks and clicks are not taken; OK when they are.
local function admission(record, link)
  if record == nil then return UNKNOWN end
  if link ~= record[LINK] or record[STATUS] == NOT_IN_PROGRAM then return REVOKED end
  if record[OPEN] == 0 then return NOT_OPEN end
  return OK
end

-- The usual heartbeat, with one credit and no drop, comes packed and is answered so: member, webinar (its place in
-- `webinars`), link, now, playback, from_at, to_at, covered_from, covered_to, resume_s.
local BEAT, BEAT_BYTES = '>I2I2I4I8c16I8I8i4i4d', 64
-- outcome: code, live_ms, on_demand_ms, covered_s, status, counted, dropped for the limit, due.
local BEATEN = '>BI8I8I4BI8BB'

-- Reads the records that these heartbeats name, all at once.
function Call:read_ahead(beats)
  local positions, names, n, raw = {}, {}, 0, self.raw
  for at = 1, #beats, BEAT_BYTES do
    local position = sunpack('>I2', beats, at)
    if raw[position] == nil then
      n = n + 1
      raw[position], positions[n], names[n] = false, position, self.keys[position]
    end
  end
  for at = 1, n, MAX_VALUES do
    local found = call('MGET', unpack(names, at, min(at + MAX_VALUES - 1, n)))
    for i = 1, #found do raw[positions[at + i - 1]] = found[i] end
  end
end

-- Whether [from, to), which is on demand, lies in one day, and that day is in `days`. The day of the last question is
-- remembered: most of a batch lie in one.
local function is_of_days(card, days, from, to)
  if card.day == nil or from < card.day_from or from >= card.day_to then
    local starts = card[W_DAYS]
    local i = max(1, floor((from - starts[1]) / LONGEST_DAY_MS) + 1)
    while starts[i + 1] <= from do i = i + 1 end
    card.day, card.day_from, card.day_to = 2 ^ (i - 1), starts[i], starts[i + 1]
  end
  return to <= card.day_to and floor(days / card.day) % 2 == 1
end

local GOES_ON, COVERS_ON = HEAD .. 'c0I6c0I8c0', HEAD .. 'c0I6c0I3c0I8c0'

-- The usual heartbeat, of a viewer who plays on: it begins where the record's last interval and last covered range end,
-- is on demand, of a day that was counted, and nothing follows from it but longer sums. Its record is changed as it is
-- kept, without being taken apart: as `beat` would change it.
-- Returns: its outcome; nil for any other heartbeat, of which nothing is changed.
function Call:go_on(position, raw, webinar, link, now, id, from, to, covered_from, covered_to, resume_s)
  local version, of_card, of_link, recording, live_ms, on_demand_ms, covered_s, counted, days, tenth, status, visitor, open,
    due, joined_at, live_at, view_at, resume, reported, member, intervals, covered, playbacks, live, on_demand, at =
    sunpack(HEAD, raw)
  if of_link ~= link or status == NOT_IN_PROGRAM or open == 0 or reported > 0 or joined_at == 0 or intervals == 0 then
    return nil
  end
  local card = self:card(webinar)
  if counted ~= card[W_VERSION] or (live_ms > 0 and live_at == 0) or from < card[W_ENDS] or to > card[W_CLOSES]
    or (view_at == 0 and on_demand_ms + to - from > card[W_THRESHOLD]) then return nil end
  local ranges = at + intervals
  local players = ranges + covered
  if sunpack('>I6', raw, ranges - 6) ~= from then return nil end
  local covers = covered_from >= 0
  if covers and (covered == 0 or sunpack('>I3', raw, players - 3) ~= covered_from) then return nil end
  local player = find(raw, id, players, true)
  if not player or player >= players + playbacks or (player - players) % PLAYBACK_BYTES ~= 0 then return nil end
  local of_recording, heard_at = sunpack('>I4I8', raw, player + 32)
  if of_recording ~= card[W_RECORDING] or not is_of_days(card, days, from, to) then return nil end

  if not self.dirty[position] then
    self.dirty[position], self.ids[position], version = now, member, version + 1
  end
  self.changed[position] = true
  on_demand_ms = on_demand_ms + to - from
  if visitor == 1 then self:count(webinar[2], 'visitor_ms', to - from) end
  if resume_s >= 0 then resume = resume_s end
  if now < heard_at then now = heard_at end
  if covers then
    covered_s = covered_s + covered_to - covered_from
    self:count(webinar[3], covered_from, 1)
    self:count(webinar[3], covered_to, -1)
    self.raw[position] = spack(COVERS_ON, version, of_card, of_link, recording, live_ms, on_demand_ms, covered_s, counted,
      days, tenth, status, visitor, open, due, joined_at, live_at, view_at, resume, reported, member, intervals, covered,
      playbacks, live, on_demand, sub(raw, at, ranges - 7), to, sub(raw, ranges, players - 4), covered_to,
      sub(raw, players, player + 35), now, sub(raw, player + 44))
  else
    self.raw[position] = spack(GOES_ON, version, of_card, of_link, recording, live_ms, on_demand_ms, covered_s, counted,
      days, tenth, status, visitor, open, due, joined_at, live_at, view_at, resume, reported, member, intervals, covered,
      playbacks, live, on_demand, sub(raw, at, ranges - 7), to, sub(raw, ranges, player + 35), now, sub(raw, player + 44))
  end
  return spack(BEATEN, OK, live_ms, on_demand_ms, covered_s, status, counted, 0, 0)
end

function Call:beat(webinars, position, nth, link, now, id, from, to, covered_from, covered_to, resume_s)
  local record = self:record(position)
  local code = admission(record, link)
  if code ~= OK then return spack(BEATEN, code, 0, 0, 0, 0, 0, 0, 0) end
  local webinar, marked = webinars[nth], record[DUE]
  local card = self:recount(position, webinar, record, now)
  local at, covers = hear(record, card, id, now)
  local over_limit = 0
  if at == nil then
    code = NEVER_SAID_HELLO
  else
    if not self:watched(webinar, card, record, now, id, at, covers, from, to, covered_from, covered_to) then
      over_limit = 1
    end
    if covers and resume_s >= 0 then record[RESUME_S] = resume_s end
    self:note_moments(card, record, now)
    self:change(position, record, now)
  end
  return spack(BEATEN, code, record[LIVE_MS], record[ON_DEMAND_MS], record[COVERED_S], record[STATUS], record[COUNTED],
    over_limit, record[DUE] > marked and 1 or 0)
end

function Call:apply(item)
  local operation, position, webinar, link, now = item[1], item[2], item[3], item[4], item[5]
  local record = self:record(position)
  local code = admission(record, link)
  if code ~= OK and not (record and operation == 'recount') then return { code } end
  local marked = record[DUE]
  local card = self:recount(position, webinar, record, now)
  local outcome = OPERATIONS[operation](self, record, card, item)
  outcome[#outcome + 1] = record[DUE] > marked and 1 or 0
  if operation ~= 'recount' and outcome[1] == OK then self:change(position, record, now) end
  return outcome
end

-- ARGV: the usual heartbeats, each packed as BEAT; the webinars that they name, in MessagePack; everything else, in
-- MessagePack: {how many of the first come before it, item}…. All of it is applied in this order, or nothing.
-- Returns: {the packed outcomes of the first, those of the rest}.
local function apply(keys, args)
  local this, beats, webinars, others = begin(keys), args[1], decode(args[2]), decode(args[3])
  local size, at, beaten, counted, outcomes, due, rest = #beats, 1, {}, 0, {}, 1, #others
  local position, nth, link, now, id, from, to, covered_from, covered_to, resume_s
  this:read_ahead(beats)
  while at <= size or due <= rest do
    if due <= rest and others[due][1] == counted then
      outcomes[due] = this:apply(others[due][2])
      due = due + 1
    else
      position, nth, link, now, id, from, to, covered_from, covered_to, resume_s, at = sunpack(BEAT, beats, at)
      local raw, webinar, outcome = this.raw[position], webinars[nth], nil
      if raw and this.records[position] == nil then
        outcome = this:go_on(position, raw, webinar, link, now, id, from, to, covered_from, covered_to, resume_s)
      end
      counted = counted + 1
      beaten[counted] = outcome
        or this:beat(webinars, position, nth, link, now, id, from, to, covered_from, covered_to, resume_s)
    end
  end
  this:finish()
  return { table.concat(beaten), encode(outcomes) }
end

-- ---------------------------------------------------------------- put and load: what Postgres knows

function Call:take_card(webinar, record, version, status, link, visitor, open)
  if record[VISITOR] == 1 then self:count_visitor(webinar, record, -1) end
  record[CARD], record[STATUS], record[LINK], record[VISITOR], record[OPEN] = version, status, link, visitor, open
  if visitor == 1 then self:count_visitor(webinar, record, 1) end
end

-- card: {record, webinar, id, version, status, link, visitor, open, now}. The newest version wins.
local function put(keys, args)
  local this, news = begin(keys), 0
  for _, item in ipairs(decode(args[1])) do
    local position, webinar, now = item[1], item[2], item[9]
    local record = this:record(position) or new_record(item[3])
    if item[4] > record[CARD] then
      news = news + 1
      this:recount(position, webinar, record, now)
      this:take_card(webinar, record, item[4], item[5], item[6], item[7], item[8])
      this:change(position, record)
    end
  end
  this:finish()
  return news
end

-- item: {record, webinar, id, version, live, on_demand, now}: what vendors report of a member, whole, each a packed set.
-- The newest version wins.
local function report(keys, args)
  local this, news = begin(keys), 0
  for _, item in ipairs(decode(args[1])) do
    local position, webinar, now = item[1], item[2], item[7]
    local record = this:record(position) or new_record(item[3])
    if item[4] > record[REPORTED] then
      news = news + 1
      local card, marked = this:recount(position, webinar, record, now), record[DUE]
      record[REPORTED], record[REPORTED_LIVE], record[REPORTED_ON_DEMAND] = item[4], item[5], item[6]
      this:count_anew(webinar, card, record)
      this:note_moments(card, record, now)
      this:change(position, record, record[DUE] > marked and now or nil)
    end
  end
  this:finish()
  return news
end

-- What a record covers, and its drops, in the webinar's counters.
function Call:count_rest(webinar, record, sign)
  local covered = record[COVERED]
  for at = 1, #covered, 6 do
    local from, to = sunpack('>I3I3', covered, at)
    self:count(webinar[3], from, sign)
    self:count(webinar[3], to, -sign)
  end
  for reason, deliveries in pairs(lists_of(record)[DROPS]) do
    self:count(webinar[2], 'drop:' .. reason, sign * deliveries)
  end
end

-- A record that is there although its shard is loaded: one of an aborted load, or a replica's that took over and lacks
-- the last writes. It is as old as its copy, newer, or a part of it. Returns false when the copy is to be taken instead.
function Call:keep(position, webinar, record, copy, now)
  if copy[VERSION] <= record[VERSION] and copy[CARD] <= record[CARD] and copy[REPORTED] <= record[REPORTED] then
    return true
  end
  local card = self:recount(position, webinar, record, now)
  if copy[VERSION] > record[VERSION] then
    if record[VISITOR] == 1 then self:count_visitor(webinar, record, -1) end
    if record[TENTH] >= 0 then self:count(webinar[2], 't' .. record[TENTH], -1) end
    self:count_rest(webinar, record, -1)
    return false
  end
  self:take_card(webinar, record, copy[CARD], copy[STATUS], copy[LINK], copy[VISITOR], copy[OPEN])
  record[REPORTED] = copy[REPORTED]
  record[REPORTED_LIVE], record[REPORTED_ON_DEMAND] = copy[REPORTED_LIVE], copy[REPORTED_ON_DEMAND]
  self:count_anew(webinar, card, record)
  self:note_moments(card, record, now)
  self:change(position, record, now)
  return true
end

-- item: {record, webinar, the whole record as it is kept, now}. A record that is there already takes what it lacks.
-- Moments that may not have become facts yet make the record due.
local function load(keys, args)
  local this, loaded = begin(keys, true), 0
  for _, item in ipairs(decode(args[1])) do
    local position, webinar, record, now = item[1], item[2], read_record(item[3]), item[4]
    local there = this:record(position)
    if there == nil or not this:keep(position, webinar, there, record, now) then
      loaded = loaded + 1
      local visitor, raised = record[VISITOR], record[DUE]
      record[VISITOR], record[COUNTED] = 0, 0
      this:recount(position, webinar, record, now)
      if visitor == 1 then
        record[VISITOR] = 1
        this:count_visitor(webinar, record, 1)
      end
      this:count_rest(webinar, record, 1)
      if record[JOINED_AT] > 0 and record[DUE] == raised then this:raise(record, now) end
      this:change(position, record)
    end
  end
  this:finish()
  return loaded
end

local function put_card(keys, args)
  begin(keys, true)
  local raw = call('GET', keys[1])
  if raw and decode(raw)[W_VERSION] >= tonumber(args[1]) then return 0 end
  call('SET', keys[1], args[2])
  return 1
end

-- ---------------------------------------------------------------- queues: due marks and copies

-- mark: {member id, mark}; a mark that was raised since it was read stays, with everything else.
local function settled(keys, args)
  local this = begin(keys)
  for i, mark in ipairs(decode(args[2])) do
    local record = this:record(i + 3)
    if record == nil or record[DUE] == mark[2] then
      call('ZREM', keys[2], mark[1])
      if record and #lists_of(record)[CLICKS] > 0 then
        lists_of(record)[CLICKS] = {}
        this:change(i + 3, record, args[1])
      end
    end
  end
  this:finish()
  return 1
end

local function claim(keys, args)
  begin(keys)
  local now, lease_ms, limit = tonumber(args[1]), tonumber(args[2]), tonumber(args[3])
  local ids = call('ZRANGEBYSCORE', keys[2], '-inf', now, 'LIMIT', 0, limit)
  for _, id in ipairs(ids) do call('ZADD', keys[2], now + lease_ms, id) end
  return ids
end

local function copied(keys, args)
  begin(keys)
  for i, copy in ipairs(decode(args[2])) do
    local raw = call('GET', keys[i + 2])
    if not raw or sunpack(HEAD, raw) == copy[2] then
      call('ZREM', keys[2], copy[1])
    else
      call('ZADD', keys[2], args[1], copy[1])
    end
  end
  return 1
end

local function numbers(keys)
  begin(keys)
  return call('HGETALL', keys[2])
end

-- ---------------------------------------------------------------- presence

-- What one worker says of its viewers. entry: {counters, there, member id, webinar id, open, playing}: how many open
-- playbacks the member has at this worker (0…), and whether one of them is playing (0 or 1). `here(worker)` remembers
-- what a worker has said (field: webinar id .. member id), `there` adds up over workers (open × 4096 + workers at
-- which it plays), and the counters count members, not sockets. What comes late of a worker that is gone is not taken:
-- nobody would take it back.
local function say(keys, args)
  begin(keys)
  local entries, is_gone = decode(args[1]), call('EXISTS', keys[3]) == 1
  for _, entry in ipairs(entries) do
    local counters, there, member, field = keys[entry[1]], keys[entry[2]], entry[3], entry[4] .. entry[3]
    local said = tonumber(call('HGET', keys[2], field) or 0)
    local says = entry[5] * 2 + entry[6]
    if says ~= said and (says == 0 or not is_gone) then
      local sum = tonumber(call('HGET', there, member) or 0)
      local open, playing = floor(sum / 4096), sum % 4096
      local now_open = max(0, open + entry[5] - floor(said / 2))
      local now_playing = max(0, playing + entry[6] - said % 2)
      if says == 0 then call('HDEL', keys[2], field) else call('HSET', keys[2], field, says) end
      if now_open + now_playing == 0 then
        call('HDEL', there, member)
      else
        call('HSET', there, member, now_open * 4096 + now_playing)
      end
      if (open > 0) ~= (now_open > 0) then call('HINCRBY', counters, 'connected', now_open > 0 and 1 or -1) end
      if (playing > 0) ~= (now_playing > 0) then call('HINCRBY', counters, 'playing', now_playing > 0 and 1 or -1) end
    end
  end
  return #entries
end

-- A lease that has ended stays so: whoever reaps it takes back all that its worker said, however long that takes.
local function renew(keys, args)
  local till = tonumber(redis.call('ZSCORE', keys[1], args[1]) or 0)
  if till <= tonumber(args[2]) then return 0 end
  redis.call('ZADD', keys[1], args[3], args[1])
  return 1
end

-- ---------------------------------------------------------------- loading

-- The lock of who loads a shard is lost when the server is emptied, and may be another's a moment later.
local function keep(keys, args)
  if redis.call('GET', keys[1]) ~= args[1] then return 0 end
  return redis.call('EXPIRE', keys[1], args[2])
end

local function unlock(keys, args)
  if redis.call('GET', keys[1]) ~= args[1] then return 0 end
  return redis.call('DEL', keys[1])
end

redis.register_function('latecomer_7_apply', apply)
redis.register_function('latecomer_7_put', put)
redis.register_function('latecomer_7_load', load)
redis.register_function('latecomer_7_report', report)
redis.register_function('latecomer_7_card', put_card)
redis.register_function('latecomer_7_claim', claim)
redis.register_function('latecomer_7_settled', settled)
redis.register_function('latecomer_7_copied', copied)
redis.register_function('latecomer_7_numbers', numbers)
redis.register_function('latecomer_7_say', say)
redis.register_function('latecomer_7_renew', renew)
redis.register_function('latecomer_7_keep', keep)
redis.register_function('latecomer_7_unlock', unlock)
