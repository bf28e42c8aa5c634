// Baseline: the obvious server in Node, with ws and ioredis (auto-pipelining on, as its users run it).
import { WebSocketServer } from "ws";
import Redis from "ioredis";

const [port, url] = process.argv.slice(2);
const redis = new Redis(url, { enableAutoPipelining: true });
const server = new WebSocketServer({ host: "127.0.0.1", port: Number(port), perMessageDeflate: false });

server.on("connection", (socket) => {
  let member = "";
  socket.on("message", async (data) => {
    const said = JSON.parse(data);
    if (said.type === "hello") {
      member = said.join;
      socket.send(JSON.stringify({ type: "welcome" }));
    } else if (said.type === "heartbeat") {
      let played = 0;
      for (const segment of said.segments) played += Math.floor(segment[1] - segment[0]);
      const watched = await redis.hincrby("watched", member, played);
      socket.send(JSON.stringify({ type: "ack", seq: said.seq, watched_s: watched / 1000 }));
    }
  });
});
