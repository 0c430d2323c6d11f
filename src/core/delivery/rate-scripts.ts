/**
 * What `RateWindow` does, done by Redis for all processes, on Redis's clock. A window is two keys: its tokens, and
 * the messages that count, each by the moment in which it stops counting.
 *
 * KEYS: since when Redis has known of limits, who sends, then two for each window.
 * ARGV: the grant's id, its cost, how long a request may be out, the process, how long a process may take to
 * notice that Redis is back, then of each window messages, perMs, burst and whether it is the account's (1).
 * Returns how long to wait (0: granted), how long for the account's windows alone, and how many processes send.
 */
export const TAKE = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local cost, out = tonumber(ARGV[2]), tonumber(ARGV[3])
-- A Redis that has just begun, or was emptied, waits until everybody counts in it again.
redis.call('SET', KEYS[1], now + tonumber(ARGV[5]), 'NX')
local since = tonumber(redis.call('GET', KEYS[1]))
redis.call('ZADD', KEYS[2], now, ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - 60000)
local wait, accountWait, windows = 0, 0, {}
for place = 3, #KEYS, 2 do
  local first = 6 + (place - 3) / 2 * 4
  local messages, per, burst = tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])
  local saved = redis.call('HMGET', KEYS[place], 'tokens', 'at')
  -- It does not know who has rested either: nobody begins with a burst.
  local tokens, at = burst, now
  if saved[1] then tokens, at = tonumber(saved[1]), tonumber(saved[2])
  elseif now - since < per then tokens, at = 0, since end
  local ahead = math.max(0, at - now)
  tokens = math.min(burst, tokens + math.max(0, now - at) * messages / per)
  local own = 0
  redis.call('ZREMRANGEBYSCORE', KEYS[place + 1], '-inf', now)
  local missing = math.min(cost, burst) - tokens
  if missing > 0.001 then own = ahead + math.ceil(missing * per / messages) end
  local most = messages + burst
  local over = redis.call('ZCARD', KEYS[place + 1]) + math.min(cost, most) - most
  if over > 0 then
    local free = redis.call('ZRANGE', KEYS[place + 1], over - 1, over - 1, 'WITHSCORES')
    own = math.max(own, math.min(per, math.ceil(tonumber(free[2]) - now)))
  end
  wait = math.max(wait, own)
  if ARGV[first + 3] == '1' then accountWait = math.max(accountWait, own) end
  windows[#windows + 1] = { place = place, tokens = tokens, messages = messages, per = per, burst = burst }
end
local processes = redis.call('ZCARD', KEYS[2])
if wait > 0 then return { wait, accountWait, processes } end
for _, window in ipairs(windows) do
  redis.call('HSET', KEYS[window.place], 'tokens', tostring(window.tokens - cost), 'at', now)
  redis.call('PEXPIRE', KEYS[window.place], math.ceil(window.per * (cost + window.burst) / window.messages) + window.per)
  for copy = 1, cost do
    redis.call('ZADD', KEYS[window.place + 1], now + out + window.per, ARGV[1] .. ':' .. copy)
  end
  redis.call('PEXPIRE', KEYS[window.place + 1], out + window.per + 1000)
end
return { 0, 0, processes }`;

/**
 * The request has an answer: its messages stop counting after `perMs`.
 *
 * KEYS: the counts of each window. ARGV: the grant's id, its cost, then perMs of each window.
 */
export const ANSWERED = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for place = 1, #KEYS do
  for copy = 1, tonumber(ARGV[2]) do
    redis.call('ZADD', KEYS[place], 'XX', now + tonumber(ARGV[2 + place]), ARGV[1] .. ':' .. copy)
  end
end
return 0`;
