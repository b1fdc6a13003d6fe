# A server process. docker-compose.yml runs it on PostgreSQL; without DATABASE_URL it keeps a SQLite
# file in /app/data, which then wants a volume: docker run -v withheld:/app/data -p 127.0.0.1:3000:3000 …

# Debian and not Alpine, so that the image runs what is tested: binaries for glibc.
FROM node:20-bookworm-slim AS build
WORKDIR /app
# No dependency needs its install script (see "allowScripts" in package.json).
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
COPY package.json ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY bin bin
COPY seeds seeds
# The program's own files belong to root; its user writes to data/ alone.
RUN mkdir data && chown node:node data && ln -s /app/bin/withheld.js /usr/local/bin/withheld
USER node

# HOST is not a loopback address here, so one-click sign-in (DEMO=1) would be refused; it stays unset.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SEED=2021-india-twitter-koo
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process: it takes SIGTERM, lets what is under way finish, and ends.
CMD ["node", "dist/apps/server/main.js"]
