-- For wrk: asks the paths of a file one after the other; with FRESH each is asked as nobody asked before.
local paths, fresh, place, count = {}, os.getenv("FRESH") == "1", 0, 0
for line in io.lines(os.getenv("PATHS")) do table.insert(paths, line) end

function init(_)
  wrk.headers["Accept"] = "application/sparql-results+json"
  math.randomseed(tonumber(os.getenv("SEED") or "1"))
  place = math.random(#paths)
end

function request()
  place = place % #paths + 1
  count = count + 1
  -- A comment of its own at the end of the query.
  return wrk.format("GET", paths[place] .. (fresh and ("%0A%23" .. os.time() .. "." .. count) or ""))
end

-- What was refused, and why; for the soak, which must not have any.
if os.getenv("SAY") == "1" then
  function response(status, _, body)
    if status ~= 200 then io.stderr:write(status, " ", body:sub(1, 200):gsub("%s+", " "), "\n") end
  end
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('\nRESULT {"requests": %d, "seconds": %.3f, "p50": %.3f, "p95": %.3f, "p99": %.3f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(95) / 1e3,
    latency:percentile(99) / 1e3, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
