/** Two cores carry this load, with everything else that runs, and have some left. */
export const FULL_CROWD = { rooms: 20, sdkClients: 20, rawClients: 180, messagesPerSecond: 130 }

export const SHORT_CROWD = { rooms: 8, sdkClients: 8, rawClients: 32, messagesPerSecond: 60 }
