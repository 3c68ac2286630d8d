/** Two cores carry this load, with everything else that runs, and have some left. */
export const FULL_CROWD = { rooms: 20, sdkPeople: 20, rawPeople: 180, messagesPerSecond: 130 }

export const SHORT_CROWD = { rooms: 8, sdkPeople: 8, rawPeople: 32, messagesPerSecond: 60 }
