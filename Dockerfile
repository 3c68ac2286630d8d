# One image per service: docker build --target server | persister | web | migrate | docs | studio .
# Builds download only base images and packages.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS node
ENV NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 PRISMA_HIDE_UPDATE_MESSAGE=1
WORKDIR /parley

# The workspaces of each image only. An install depends on json/ alone; full/ is the code. Services and web client are separate,
# so a change to one does not rebuild the other.
FROM node AS pruned
COPY . .
RUN npx -y turbo@2.11.9 prune @parley/server @parley/persister @parley/migrate @parley/web @parley/docs @parley/studio --docker --out-dir out/all \
 && npx -y turbo@2.11.9 prune @parley/server @parley/persister @parley/migrate --docker --out-dir out/services \
 && npx -y turbo@2.11.9 prune @parley/web --docker --out-dir out/web \
 && cp -r scripts out/all/json/scripts

FROM node AS manifests
COPY --from=pruned /parley/out/all/json ./
ENV CI=1

FROM manifests AS installed
RUN node scripts/yarn.cjs install --immutable

FROM installed AS built-services
COPY --from=pruned /parley/out/services/full ./
RUN node scripts/yarn.cjs workspace @parley/database generate \
 && for app in server persister migrate; do node scripts/yarn.cjs workspace @parley/$app build || exit 1; done

FROM installed AS built-web
COPY --from=pruned /parley/out/web/full ./
RUN node scripts/yarn.cjs workspace @parley/web build

# The docs need the whole repository. tsx takes its tsconfig from the current folder.
FROM installed AS built-docs
COPY . .
RUN cd apps/docs && node --import tsx src/main.ts

FROM manifests AS service-modules
RUN node scripts/yarn.cjs workspaces focus --production @parley/server @parley/persister @parley/migrate \
 && rm -rf node_modules/@parley node_modules/.yarn-state.yml

# The common base of all services. The folder for secrets belongs to the user that runs them, so a new volume does, too.
FROM node AS service
ENV NODE_ENV=production HOST=0.0.0.0
RUN install -d -o node -g node -m 700 /run/parley
COPY --from=service-modules /parley/node_modules node_modules
USER node
ENTRYPOINT []

FROM service AS server
COPY --from=built-services /parley/apps/server/package.json apps/server/package.json
COPY --from=built-services /parley/apps/server/dist apps/server/dist
ENV PORT=3101 APPID=auto
EXPOSE 3101
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# Last, so that a new commit rebuilds nothing else.
ARG PARLEY_COMMIT
ENV PARLEY_COMMIT=$PARLEY_COMMIT
CMD ["node", "--enable-source-maps", "apps/server/dist/main.js"]

FROM service AS persister
COPY --from=built-services /parley/apps/persister/package.json apps/persister/package.json
COPY --from=built-services /parley/apps/persister/dist apps/persister/dist
ENV PORT=3201 APPID=auto
EXPOSE 3201
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ARG PARLEY_COMMIT
ENV PARLEY_COMMIT=$PARLEY_COMMIT
CMD ["node", "--enable-source-maps", "apps/persister/dist/main.js"]

FROM service AS migrate
COPY --from=built-services /parley/apps/migrate/package.json apps/migrate/package.json
COPY --from=built-services /parley/apps/migrate/dist apps/migrate/dist
COPY --from=built-services /parley/packages/database/prisma apps/migrate/dist/prisma
CMD ["node", "--enable-source-maps", "apps/migrate/dist/main.js"]

FROM node AS web
ENV NODE_ENV=production HOSTNAME=0.0.0.0 PORT=3000
COPY --from=built-web /parley/apps/web/.next/standalone ./
COPY --from=built-web /parley/apps/web/.next/static apps/web/.next/static
COPY --from=built-web /parley/apps/web/public apps/web/public
USER node
ENTRYPOINT []
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/icon.svg').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
ARG PARLEY_COMMIT
ENV PARLEY_COMMIT=$PARLEY_COMMIT
CMD ["node", "apps/web/server.js"]

FROM node AS docs
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3300
COPY --from=built-docs /parley/apps/docs/package.json apps/docs/package.json
COPY --from=built-docs /parley/apps/docs/dist apps/docs/dist
USER node
ENTRYPOINT []
EXPOSE 3300
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+process.env.PORT+'/index.html').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "apps/docs/dist/serve.js"]

# Prisma Studio needs the schema and Prisma's command line.
FROM manifests AS studio-modules
RUN node scripts/yarn.cjs workspaces focus --production @parley/studio

FROM node AS studio
COPY --from=studio-modules /parley/node_modules node_modules
COPY infra/studio infra/studio
COPY packages/database/prisma.config.ts infra/studio/
COPY packages/database/prisma infra/studio/prisma
WORKDIR /parley/infra/studio
# Studio runs no engine, but Prisma looks for one: any program will do.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node
USER node
ENTRYPOINT []
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=10s --start-period=90s --start-interval=1s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "serve.mjs"]
