/** Pixels. What Android asks for, and what it shows while an app starts. */
export const APP_ICON_SIZES = [192, 512]
