// The package under a name that next.config.js does not lead back to livekit-client.ts.
declare module 'livekit-client/itself' {
  export * from 'livekit-client'
}
