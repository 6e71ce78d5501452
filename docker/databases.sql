CREATE DATABASE labelstudio;
CREATE DATABASE spanbridge;
