/** How a state looks: done, waits for somebody, wrong, or nothing to do about it. */
export type Mood = 'good' | 'warn' | 'bad' | 'quiet'
