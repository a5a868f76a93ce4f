# syntax=docker/dockerfile:1

# Builds the package, and the SQLite driver from source.
FROM node:20-slim AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 make g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json knexfile.ts ./
COPY core core
COPY storage storage
COPY adapters adapters
RUN npm run build
# What runs: the dependencies and the three database drivers, at the versions of the lock file.
RUN npm install --omit=dev --save-prod --no-audit --no-fund sqlite3@6.0.1 pg@8.23.1 mysql2@3.24.5

FROM node:20-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:/data/korea-checkout.sqlite
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 itself, so that `docker stop` reaches it and requests are finished.
ENTRYPOINT ["node", "dist/adapters/server/cli.js"]
CMD ["serve"]
